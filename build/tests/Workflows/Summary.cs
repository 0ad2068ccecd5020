using System.Text.RegularExpressions;

namespace Lifecycle.Tests.Workflows;

/// <summary>The page of a job with what differs from run to run taken out.</summary>
internal static partial class Summary
{
    public static string Of(JobRun run, Workspace workspace)
    {
        var text = run.Summary.Replace("\\", "", StringComparison.Ordinal).Replace("&#47;", "/", StringComparison.Ordinal).Replace(workspace.Root, "<root>", StringComparison.Ordinal);
        text = Timestamp().Replace(text, "<ts>");
        text = Sha256().Replace(text, "<sha256>");
        text = Position().Replace(text, "| Position | <position> |");
        text = Size().Replace(text, "<size>");
        return Time().Replace(text, "<time>");
    }

    /// <summary>The rows of the verdict's table: name and value.</summary>
    public static string Verdict(JobRun run, Workspace workspace)
    {
        var text = Of(run, workspace);
        return text[..text.IndexOf("#### Executed plan", StringComparison.Ordinal)].TrimEnd();
    }

    [GeneratedRegex(@"\d{8}T\d{6}Z")]
    private static partial Regex Timestamp();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Sha256();

    [GeneratedRegex(@"\| Position \| \d+:\d+ \|")]
    private static partial Regex Position();

    [GeneratedRegex(@"\d+\.\d [KM]iB( \(\d+ bytes\))?")]
    private static partial Regex Size();

    [GeneratedRegex(@"\b\d+(\.\d+)?s\b")]
    private static partial Regex Time();
}
