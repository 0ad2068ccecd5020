using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>Takes a snapshot and sends its files, in one command.</summary>
internal static class SnapshotTransfer
{
    private const int FilesChanged = 75;
    private const int Attempts = 20;

    // How long the files may take before their sender is ended: far longer than any real volume takes.
    private static readonly TimeSpan Limit = TimeSpan.FromHours(6);

    /// <param name="redis">Whose data it is.</param>
    /// <param name="open">Given the snapshot, says where its files are to go, one after the other. It is asked once.</param>
    /// <param name="cancellationToken">Gives up; what is left on the volume, <see cref="Snapshot.ReleaseAsync"/> removes.</param>
    /// <exception cref="ShellException">Redis cannot be reached, or does not write its files.</exception>
    public static async Task<Snapshot> RunAsync(RedisConnection redis, Func<Snapshot, Task<Stream>> open, CancellationToken cancellationToken)
    {
        var layout = redis.Survey.Layout;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var mark = ShellMark.New();
            await using var output = new SnapshotStream(mark, layout, open);
            var exit = await redis.Shell.RunAsync(Describe(layout, mark), input: null, output, cancellationToken);
            if (exit.Succeeded)
            {
                return output.Snapshot ?? throw new ShellException($"{redis.Shell.Name}: the answer to a snapshot ends early");
            }

            if (exit.Status != FilesChanged || output.Snapshot is not null)
            {
                throw new ShellException($"{redis.Shell.Name}: {(output.Snapshot is null ? "" : "reading the snapshot ended early: ")}{exit.Reason}");
            }
        }

        throw new LifecycleException($"The append-only files changed during each of {Attempts} attempts to link them", "Run the backup again when no rewrite follows the other at once");
    }

    private static Command Describe(RedisLayout layout, string mark) => layout.AppendOnly
        ? new Command(SnapshotScripts.AppendOnly, mark, Scratch.Snapshot, layout.DumpFileName, layout.AofDirectory, $"{layout.AofFileName}.manifest") { Limit = Limit }
        : new Command(SnapshotScripts.Dump, mark, Scratch.Snapshot, layout.DumpFileName, ".", "") { Limit = Limit };
}
