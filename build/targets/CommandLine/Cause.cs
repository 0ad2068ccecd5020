namespace Targets.CommandLine;

/// <summary>Says why a run failed where people and GitHub look: one engine says it on standard output, and neither annotates it.</summary>
internal static class Cause
{
    public static void Tell(string cause, string prefix = "")
    {
        var line = string.Join(' ', cause.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Console.Error.WriteLine(prefix + line);
        if (Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true")
        {
            Console.Out.WriteLine($"::error::{line.Replace("%", "%25", StringComparison.Ordinal)}");
        }
    }
}
