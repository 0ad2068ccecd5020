namespace Lifecycle.Reporting.GitHub;

/// <summary>A line that a GitHub runner reads as an annotation. What somebody typed cannot become a command of its own.</summary>
public static class WorkflowCommand
{
    public static string Notice(string title, string message) => Write("notice", title, message);

    public static string Warning(string title, string message) => Write("warning", title, message);

    private static string Write(string command, string title, string message) => $"::{command} title={Property(title)}::{Data(message)}";

    private static string Data(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
