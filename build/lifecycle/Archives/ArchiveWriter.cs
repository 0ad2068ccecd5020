using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Archives;

/// <summary>What was written: size and digest of the archive, and the files in it.</summary>
public sealed record WrittenArchive(long Size, string Sha256, IReadOnlyList<ArchivedFile> Files);

/// <summary>Streams a snapshot from where it lies into an archive, in bounded memory.</summary>
internal static class ArchiveWriter
{
    /// <summary>How long reading may take before the reader in the pod is ended: far longer than any real volume takes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromHours(6);

    public static async Task<WrittenArchive> WriteAsync(IShell shell, Snapshot snapshot, Stream destination, IReporter reporter, CancellationToken cancellationToken)
    {
        using var progress = reporter.Begin("Reading /data", snapshot.Files.Sum(file => file.Size));
        await using var hashing = new HashingStream(destination);
        await using var gzip = new ParallelGzipStream(hashing);
        await using var tar = new SnapshotTarStream(snapshot, gzip);
        await using var counting = new ProgressStream(tar, progress);
        await SnapshotReader.CopyToAsync(shell, snapshot, counting, Limit, cancellationToken);
        var files = await tar.CompleteAsync(cancellationToken);
        await gzip.CompleteAsync(cancellationToken);
        return new WrittenArchive(hashing.Count, hashing.TakeSha256(), files);
    }
}
