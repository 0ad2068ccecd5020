using System.IO.Compression;
using Lifecycle.Redis;

namespace Lifecycle.Archives;

/// <summary>
/// What goes to the volume: the content of the files that Redis is to load, one after the other, and nothing else of the
/// archive. Their names and sizes go ahead, in the command that takes them.
/// </summary>
internal static class StagedContent
{
    /// <summary>The files in the order in which the archive holds them.</summary>
    public static IReadOnlyList<StagedFile> InOrder(ArchiveContent content, StagingPlan plan) =>
        [.. content.Files.Keys.Join(plan.Files, path => path, file => file.Archived.Path, (_, file) => file)];

    /// <exception cref="InvalidDataException">The archive is no longer the one that the plan was made from.</exception>
    public static async Task CopyAsync(Stream archive, ArchiveContent content, IReadOnlyList<StagedFile> files, Stream destination, CancellationToken cancellationToken)
    {
        await using var hashing = new HashingReader(archive);
        await using var tar = new GZipStream(hashing, CompressionMode.Decompress, leaveOpen: true);
        using var reader = new TarReader(tar);
        var copied = 0;
        while (await reader.ReadEntryAsync(cancellationToken) is { } entry)
        {
            if (entry.Kind == TarEntryKind.File && copied < files.Count && ArchivePath.Normalise(entry) == files[copied].Archived.Path)
            {
                Require(entry.Size == files[copied].Archived.Size);
                await reader.CopyContentAsync(destination, cancellationToken);
                copied++;
            }
        }

        Require(copied == files.Count && await hashing.FinishAsync(cancellationToken) == content.Sha256);
    }

    private static void Require(bool unchanged)
    {
        if (!unchanged)
        {
            throw new InvalidDataException("the archive has changed since it was checked");
        }
    }
}
