using System.Text;

namespace Nuke.Common.Utilities;

/// <summary>Names as they are typed: case and dashes do not count.</summary>
static class Names
{
    public static string Dashed(string name)
    {
        var dashed = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                dashed.Append('-');
            dashed.Append(char.ToLowerInvariant(name[i]));
        }

        return dashed.ToString();
    }

    public static string Normalized(string name)
    {
        var letters = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (char.IsLetterOrDigit(letter))
                letters.Append(char.ToUpperInvariant(letter));
        }

        return letters.ToString();
    }

    public static bool Same(string a, string b) => Normalized(a) == Normalized(b);
}
