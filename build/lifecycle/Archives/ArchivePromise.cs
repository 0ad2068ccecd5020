namespace Lifecycle.Archives;

/// <summary>What a manifest says that its archive holds, before any of that is read.</summary>
internal static class ArchivePromise
{
    // More than any volume holds, and no sum of as many files as an archive may have overflows.
    private const long MostBytes = 1L << 48;

    /// <param name="manifest">Of the backup.</param>
    /// <param name="sha256">Of the archive.</param>
    /// <returns>Null where it does not say how Redis is to load it, or what no archive could hold: that is refused when it has been read.</returns>
    public static ArchiveContent? Of(BackupManifest manifest, string sha256)
    {
        // JSON may hold anything, nothing in a list's place included.
        if (manifest.AofManifest is not { } text || manifest.Files.Any(file => file is not { Path: not null, Size: >= 0 and < MostBytes }) || manifest.Files.Count > ArchiveContent.MaximumEntries)
        {
            return null;
        }

        var listed = manifest.Files.DistinctBy(file => file.Path).ToDictionary(file => file.Path, file => new ContentFile(file.Path, file.Size, file.Sha256, manifest.SnapshotAt, []), StringComparer.Ordinal);
        return listed.Count == manifest.Files.Count && listed.Keys.Where(path => path.EndsWith(".manifest", StringComparison.Ordinal)).ToList() is [var path]
            ? new ArchiveContent(sha256, listed, new Dictionary<string, string>(StringComparer.Ordinal) { [path] = text }) { Described = true, IsPromise = true }
            : null;
    }
}
