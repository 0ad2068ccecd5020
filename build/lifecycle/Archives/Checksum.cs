using System.Text.RegularExpressions;

namespace Lifecycle.Archives;

/// <summary>The <c>.sha256</c> file beside an archive, as <c>sha256sum</c> writes and checks it: hash, two spaces, file name.</summary>
public static partial class Checksum
{
    /// <summary>One line; more than this is no checksum file.</summary>
    public const int MaximumBytes = 4 * 1024;

    public static string Format(string sha256, string fileName) => $"{sha256}  {fileName}\n";

    /// <returns>The hash in lower-case hexadecimal digits.</returns>
    /// <exception cref="InvalidDataException">The text begins with no SHA-256.</exception>
    public static string Parse(string text) => Line().Match(text) is { Success: true } match
        ? match.Groups[1].Value.ToLowerInvariant()
        : throw new InvalidDataException("the checksum is no SHA-256 (64 hexadecimal digits)");

    [GeneratedRegex(@"\A\s*([0-9a-fA-F]{64})(?:\s|\z)")]
    private static partial Regex Line();
}
