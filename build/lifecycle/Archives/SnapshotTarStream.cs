using Lifecycle.Redis;
using Lifecycle.Streams;

namespace Lifecycle.Archives;

/// <summary>
/// Turns a snapshot's files, arriving one after the other, into a tar: <c>./appendonlydir/…</c>, <c>./dump.rdb</c>.
/// The header of each file comes from the snapshot, not from the disk: a file that has grown since is cut to what it
/// was at the snapshot's instant.
/// </summary>
internal sealed class SnapshotTarStream(SnapshotHead snapshot, Stream destination) : WriteOnlyStream
{
    private readonly HashingStream _content = new(destination);
    private readonly List<ArchivedFile> _archived = [];
    private AppendedCheck? _check;
    private long _missing = -1;

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty && _archived.Count < snapshot.Files.Count)
        {
            await StartFileAsync(cancellationToken);
            var length = (int)Math.Min(buffer.Length, _missing);
            _check?.Take(buffer.Span[..length]);
            await _content.WriteAsync(buffer[..length], cancellationToken);
            buffer = buffer[length..];
            _missing -= length;
            await EndFileAsync(cancellationToken);
        }
    }

    /// <summary>Writes the end mark.</summary>
    /// <exception cref="InvalidDataException">Fewer bytes came than the snapshot has.</exception>
    public async Task<IReadOnlyList<ArchivedFile>> CompleteAsync(CancellationToken cancellationToken)
    {
        while (_archived.Count < snapshot.Files.Count)
        {
            await StartFileAsync(cancellationToken);
            if (_missing > 0)
            {
                throw new InvalidDataException($"{snapshot.Files[_archived.Count].Path} ended {_missing} bytes early");
            }

            await EndFileAsync(cancellationToken);
        }

        await destination.WriteAsync(new byte[2 * TarHeader.BlockSize], cancellationToken);
        return _archived;
    }

    protected override void Dispose(bool disposing)
    {
        _content.Dispose();
        base.Dispose(disposing);
    }

    private async Task StartFileAsync(CancellationToken cancellationToken)
    {
        if (_missing >= 0)
        {
            return;
        }

        var file = snapshot.Files[_archived.Count];
        (_missing, _check) = (file.Size, AppendedCheck.Of(snapshot, file.Path));
        foreach (var folder in NewFolders(file.Path))
        {
            await destination.WriteAsync(new TarHeader($"./{folder}/", 0, TarHeader.DirectoryType).ToBytes(snapshot.TakenAt), cancellationToken);
        }

        await destination.WriteAsync(new TarHeader($"./{file.Path}", file.Size, TarHeader.RegularType).ToBytes(snapshot.TakenAt), cancellationToken);
    }

    private async Task EndFileAsync(CancellationToken cancellationToken)
    {
        if (_missing > 0)
        {
            return;
        }

        var file = snapshot.Files[_archived.Count];
        _check?.Complete();
        await destination.WriteAsync(new byte[TarHeader.Padding(file.Size)], cancellationToken);
        _archived.Add(new ArchivedFile(file.Path, file.Size, _content.TakeSha256()));
        _missing = -1;
    }

    private IEnumerable<string> NewFolders(string path) =>
        Path.GetDirectoryName(path) is { Length: > 0 } folder
        && !_archived.Exists(file => file.Path.StartsWith($"{folder}/", StringComparison.Ordinal))
            ? [folder]
            : [];
}
