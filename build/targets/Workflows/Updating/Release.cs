using System.Text.RegularExpressions;

namespace Targets.Workflows.Updating;

/// <summary>A version of an action, and the commit that it was made of. A tag such as <c>v5</c> moves with each release, and is none.</summary>
internal sealed partial record Release(string Tag, Version Version, string Commit)
{
    /// <returns>Null where the tag names no full version.</returns>
    public static Release? Find(string tag, string commit) =>
        Full().Match(tag) is { Success: true } match ? new Release(tag, Version.Parse(match.Groups[1].Value), commit) : null;

    [GeneratedRegex(@"^v?(\d{1,9}\.\d{1,9}\.\d{1,9})$")]
    private static partial Regex Full();
}
