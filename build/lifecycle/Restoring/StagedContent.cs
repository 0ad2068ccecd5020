using System.IO.Compression;
using Lifecycle.Archives;
using Lifecycle.Streams;

namespace Lifecycle.Restoring;

/// <summary>
/// What goes to the volume: the content of the files that Redis is to load, one after the other, and nothing else of the
/// archive. Their names and sizes go ahead, in the command that takes them.
/// </summary>
internal static class StagedContent
{
    /// <summary>A plan whose files are in the order in which the archive holds them; those that it does not hold come last.</summary>
    public static IReadOnlyList<PlannedFile> InOrder(ArchiveContent content, RestorePlan plan) =>
        [.. content.Files.Keys.Join(plan.Files, path => path, file => file.Archived?.Path, (_, file) => file), .. plan.Files.Where(file => file.Archived is null)];

    /// <summary>Copies them, and reads the archive to its end: the digest covers all of it.</summary>
    /// <exception cref="InvalidDataException">The archive is no longer the one that the plan was made from.</exception>
    public static async Task CopyAsync(Stream archive, ArchiveContent content, IReadOnlyList<PlannedFile> files, Stream destination, CancellationToken cancellationToken)
    {
        await using var hashing = new HashingReader(archive);
        await using var tar = new GZipStream(hashing, CompressionMode.Decompress, leaveOpen: true);
        using var reader = new TarReader(tar);
        var copied = 0;
        while (await reader.ReadEntryAsync(cancellationToken) is { } entry)
        {
            if (entry.Kind == TarEntryKind.File && copied < files.Count && files[copied].Archived is { } wanted && content.PathOf(entry) == wanted.Path)
            {
                Require(entry.Size == wanted.Size);
                await reader.CopyContentAsync(destination, cancellationToken);
                await CopyLogAsync(files[copied], destination, cancellationToken);
                copied++;
            }
        }

        Require(copied == files.Count(file => file.Archived is not null) && await hashing.FinishAsync(cancellationToken) == content.Sha256);
        foreach (var file in files.Skip(copied))
        {
            await CopyLogAsync(file, destination, cancellationToken);
        }
    }

    private static Task CopyLogAsync(PlannedFile file, Stream destination, CancellationToken cancellationToken) =>
        file.Log?.CopyAsync(destination, cancellationToken) ?? Task.CompletedTask;

    private static void Require(bool unchanged)
    {
        if (!unchanged)
        {
            throw new InvalidDataException("the archive has changed since it was checked");
        }
    }
}
