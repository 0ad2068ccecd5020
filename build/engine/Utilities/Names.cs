namespace Nuke.Common.Utilities;

/// <summary>Names as they are typed: case and dashes do not count.</summary>
internal static class Names
{
    public static string Option(string name) =>
        $"--{string.Concat(name.Select((letter, index) => char.IsUpper(letter) ? (index == 0 ? "" : "-") + char.ToLowerInvariant(letter) : $"{letter}"))}";

    public static string Normalised(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    public static bool Same(string left, string right) => Normalised(left) == Normalised(right);
}
