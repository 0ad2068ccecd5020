using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common;

/// <summary>Where a build runs, and how output looks there.</summary>
public class Host
{
    static readonly string[] Available = [nameof(GitHubActions), nameof(Terminal)];

    protected Host()
    {
    }

    static BuildSession Session => BuildSession.Current;

    internal static Host Create(ParameterText? chosen, bool isGitHub)
    {
        var name = chosen is null
            ? isGitHub ? nameof(GitHubActions) : nameof(Terminal)
            : (string)ValueConverter.Convert(chosen, typeof(string))!;

        return name.ToUpperInvariant() switch
        {
            "GITHUBACTIONS" => new GitHubActions(),
            "TERMINAL" => new Terminal(),
            _ => throw new BuildError($"Unknown host '{name}'.{Spelling.DidYouMean(name, Available)}"),
        };
    }

    protected internal void WriteLogo() =>
        Session.Out.WriteLine(Session.Style.Grey($"Nuke.Offline {typeof(Host).Assembly.GetName().Version?.ToString(3)}, standing in for NUKE 10.1.0"));

    protected internal virtual IDisposable WriteBlock(string text)
    {
        Session.Out.WriteLine();
        Session.Out.WriteLine(Session.Style.Bold(Session.Style.Cyan($"── {text} ".PadRight(39, '─'))));
        return new Block(() => { });
    }

    protected internal virtual void ReportWarning(string text, string? details = null) =>
        Session.Error.WriteLine(Session.Style.Yellow($"Warning: {text}{Indented(details)}"));

    protected internal virtual void ReportError(string text, string? details = null) =>
        Session.Error.WriteLine(Session.Style.Red($"Error: {text}{Indented(details)}"));

    protected internal virtual bool FilterMessage(string message) => false;

    protected internal virtual void WriteErrorsAndWarnings()
    {
    }

    protected internal virtual void WriteTargetOutcome(INukeBuild build) => SummaryTable.Write(build, Session);

    protected internal virtual void WriteBuildOutcome(INukeBuild build)
    {
        var outcome = build.IsSucceeding
            ? Session.Style.Green($"Build succeeded on {DateTime.Now:yyyy-MM-dd HH:mm:ss}.")
            : Session.Style.Red($"Build failed on {DateTime.Now:yyyy-MM-dd HH:mm:ss}.");
        Session.Out.WriteLine();
        Session.Out.WriteLine(outcome);
    }

    internal static string Indented(string? details) =>
        details is null ? string.Empty : Environment.NewLine + details;
}
