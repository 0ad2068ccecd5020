using System.Globalization;
using System.Security.Cryptography;
using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>The limit: as many bytes into a file in the pod, and one restart of a Redis that has the data already.</summary>
internal sealed class WireRestore(RestoreWork work) : Contender(Usual)
{
    public const string Usual = "the limit: `kubectl exec dd of=…` and one restart";

    private const int BlockSize = 1024 * 1024;
    private const string Arrived = "/data/wire";

    // A command that only reads may be taken for done before it has read all, by older runtimes: this one has a last word.
    private const string Script = $"""
        kubectl -n "$1" exec -i redis-0 -- sh -c 'dd of={Arrived} bs=65536 2>/dev/null; stat -c %s {Arrived}' < "$2"
        kubectl -n "$1" exec redis-0 -- redis-cli SHUTDOWN NOSAVE || :
        until kubectl -n "$1" exec redis-0 -- redis-cli ping 2>/dev/null | grep -q PONG; do sleep 0.2; done
        """;

    private string Bytes => Path.Combine(work.Backup.Folder, "wire");

    public override IReadOnlyList<string> Command => Bash(Script, work.Redis.Namespace, Bytes);

    public override Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Tools.MissingAsync(["kubectl"], cancellationToken);

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(cancellationToken);
        await work.Redis.RecreateAsync(cancellationToken);
        await work.RequireServedAsync(cancellationToken);
    }

    public override async Task CheckAsync(string output, CancellationToken cancellationToken)
    {
        var arrived = long.Parse(await work.Redis.ReadAsync($"stat -c %s {Arrived} && rm {Arrived}", cancellationToken), CultureInfo.InvariantCulture);
        if (arrived != work.Backup.DataBytes)
        {
            throw new VoidResultException($"{arrived} bytes arrived of {work.Backup.DataBytes}");
        }

        await work.RequireServedAsync(cancellationToken);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (new FileInfo(Bytes) is { Exists: true } present && present.Length == work.Backup.DataBytes)
        {
            return;
        }

        await using var file = File.Create(Bytes);
        var block = RandomNumberGenerator.GetBytes(BlockSize);
        for (var left = work.Backup.DataBytes; left > 0; left -= block.Length)
        {
            await file.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), cancellationToken);
        }
    }
}
