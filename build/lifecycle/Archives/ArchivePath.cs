namespace Lifecycle.Archives;

internal static class ArchivePath
{
    /// <summary>The entry's path relative to the data directory, without <c>./</c>.</summary>
    /// <exception cref="InvalidDataException">It is no file or folder below the data directory.</exception>
    public static string Normalise(TarHeader entry)
    {
        if (entry.Kind == TarEntryKind.Other)
        {
            throw new InvalidDataException($"the archive holds '{Shown(entry.Name)}', which is neither a file nor a folder");
        }

        var parts = entry.Name.Split('/');
        if (entry.Name.StartsWith('/') || parts.Contains("..") || entry.Name.Any(character => char.IsControl(character) || character == '\\'))
        {
            throw new InvalidDataException($"the archive holds '{Shown(entry.Name)}', which leads outside of the data directory");
        }

        return string.Join('/', parts.Where(part => part is not ("" or ".")));
    }

    private static string Shown(string name) =>
        new([.. name.Take(80).Select(character => char.IsControl(character) ? '?' : character)]);
}
