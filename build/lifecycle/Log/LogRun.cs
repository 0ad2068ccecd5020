using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>A part of a segment: so many bytes, after so many that are not wanted.</summary>
internal sealed record LogPiece(SegmentKey Key, long Skip, long Count);

/// <summary>What of one increment follows a checkpoint.</summary>
internal sealed record LogRun(IBackupStore Store, IReadOnlyList<LogPiece> Pieces)
{
    public long Size => Pieces.Sum(piece => piece.Count);

    /// <exception cref="InvalidDataException">A segment is no longer the one that was checked.</exception>
    public async Task CopyAsync(Stream destination, CancellationToken cancellationToken)
    {
        foreach (var piece in Pieces)
        {
            await CopyAsync(piece, destination, cancellationToken);
        }
    }

    private async Task CopyAsync(LogPiece piece, Stream destination, CancellationToken cancellationToken)
    {
        await using var segment = await StoredSegment.OpenAsync(Store, piece.Key, cancellationToken);
        await segment.ReadAsync(piece.Skip, piece.Count, part => destination.WriteAsync(part, cancellationToken), cancellationToken);
    }
}
