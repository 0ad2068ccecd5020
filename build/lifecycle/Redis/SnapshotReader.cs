using System.Globalization;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>Reads a snapshot's files in one go, one after the other.</summary>
internal static class SnapshotReader
{
    private const long BlockSize = 1024 * 1024;

    // dd rather than cat or head: it reads no more than asked of a file that still grows, in blocks large enough to be
    // cheap in a pod with a quarter of a core (busybox' head -c reads byte by byte).
    private const string ReadFiles = """
        set -eu
        cd "$1"; shift
        while [ $# -gt 0 ]; do dd if="$1" bs=1048576 count="$2" 2>/dev/null; shift 2; done
        """;

    /// <summary>Every file in order, the last one up to one block longer than the snapshot says.</summary>
    public static async Task CopyToAsync(IShell shell, Snapshot snapshot, Stream output, TimeSpan limit, CancellationToken cancellationToken)
    {
        var arguments = snapshot.Files
            .SelectMany(file => new[] { file.Path, ((file.Size + BlockSize - 1) / BlockSize).ToString(CultureInfo.InvariantCulture) });
        var exit = await shell.RunAsync(new Command(ReadFiles, [Scratch.Snapshot, .. arguments]) { Limit = limit }, input: null, output, cancellationToken);
        if (!exit.Succeeded)
        {
            throw new ShellException($"{shell.Name}: reading the snapshot ended early: {exit.Reason}");
        }
    }
}
