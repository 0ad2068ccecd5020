using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Streams;

namespace Lifecycle.Archives;

/// <summary>What was written: size and digest of the archive, and the files in it.</summary>
public sealed record WrittenArchive(long Size, string Sha256, IReadOnlyList<ArchivedFile> Files);

/// <summary>Makes an archive of a snapshot's files as they arrive, in bounded memory.</summary>
internal sealed class ArchiveWriter : IAsyncDisposable
{
    private const long HeadersAtMost = 16 * 1024 * 1024;

    private readonly IProgressLine _progress;
    private readonly HashingStream _hashing;
    private readonly ParallelGzipStream _gzip;
    private readonly SnapshotTarStream _tar;

    public ArchiveWriter(SnapshotHead snapshot, Stream destination, IReporter reporter)
    {
        _progress = reporter.Begin("Reading the snapshot", snapshot.Size);
        _hashing = new HashingStream(destination);
        _gzip = new ParallelGzipStream(_hashing);
        _tar = new SnapshotTarStream(snapshot, _gzip);
        Content = new ProgressStream(_tar, _progress);
    }

    /// <summary>An archive of it has no more bytes: what cannot be compressed grows, and each file has a header.</summary>
    public static long MostBytes(SnapshotHead snapshot) => snapshot.Size + ParallelGzipStream.MostGrowth(snapshot.Size) + HeadersAtMost;

    /// <summary>Takes the files, one after the other.</summary>
    public Stream Content { get; }

    /// <exception cref="InvalidDataException">Fewer bytes came than the snapshot has.</exception>
    public async Task<WrittenArchive> CompleteAsync(CancellationToken cancellationToken)
    {
        var files = await _tar.CompleteAsync(cancellationToken);
        await _gzip.CompleteAsync(cancellationToken);
        return new WrittenArchive(_hashing.Count, _hashing.TakeSha256(), files);
    }

    public async ValueTask DisposeAsync()
    {
        await Content.DisposeAsync();
        await _tar.DisposeAsync();
        await _gzip.DisposeAsync();
        await _hashing.DisposeAsync();
        _progress.Dispose();
    }
}
