using System.IO.Compression;
using Lifecycle.Redis;

namespace Lifecycle.Archives;

/// <summary>
/// The tar that goes to the volume: only the files that Redis is to load, under their staged names. No header of the
/// archive reaches the volume's own tar.
/// </summary>
internal static class StagingTar
{
    /// <summary>The tar is filled up with zeros to whole blocks of this size, so that its reader can count.</summary>
    public const int BlockSize = 64 * 1024;

    public static long Blocks(StagingPlan plan)
    {
        var bytes = plan.Files.Sum(file => TarHeader.BlockSize + file.Archived.Size + TarHeader.Padding(file.Archived.Size)) + (2 * TarHeader.BlockSize);
        return (bytes + BlockSize - 1) / BlockSize;
    }

    /// <exception cref="InvalidDataException">The archive is no longer the one that the plan was made from.</exception>
    public static async Task CopyAsync(Stream archive, ArchiveContent content, StagingPlan plan, Stream destination, CancellationToken cancellationToken)
    {
        var staged = plan.Files.ToDictionary(file => file.Archived.Path, StringComparer.Ordinal);
        await using var hashing = new HashingReader(archive);
        await using var tar = new GZipStream(hashing, CompressionMode.Decompress, leaveOpen: true);
        using var reader = new TarReader(tar);
        await using var output = new HashingStream(destination);
        while (await reader.ReadEntryAsync(cancellationToken) is { } entry)
        {
            if (entry.Kind == TarEntryKind.File && staged.Remove(ArchivePath.Normalise(entry), out var file))
            {
                await output.WriteAsync(new TarHeader(file.Name, file.Archived.Size, TarHeader.RegularType).ToBlock(DateTimeOffset.UtcNow), cancellationToken);
                await reader.CopyContentAsync(output, cancellationToken);
                await output.WriteAsync(new byte[TarHeader.Padding(file.Archived.Size)], cancellationToken);
            }
        }

        if (staged.Count > 0 || await hashing.FinishAsync(cancellationToken) != content.Sha256)
        {
            throw new InvalidDataException("the archive has changed since it was checked");
        }

        await output.WriteAsync(new byte[(Blocks(plan) * BlockSize) - output.Count], cancellationToken);
    }
}
