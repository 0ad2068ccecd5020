using System.Globalization;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>A job of a GitHub workflow: <see href="https://docs.github.com/actions/reference/variables-reference"/>.</summary>
public class GitHubActions : Host, IBuildServer
{
    internal GitHubActions()
    {
    }

    public static GitHubActions? Instance => NukeBuild.Host as GitHubActions;

    public string Workflow => Variable("GITHUB_WORKFLOW");
    public string Action => Variable("GITHUB_ACTION");
    public string Actor => Variable("GITHUB_ACTOR");
    public string Repository => Variable("GITHUB_REPOSITORY");
    public string RepositoryOwner => Variable("GITHUB_REPOSITORY_OWNER");
    public string EventName => Variable("GITHUB_EVENT_NAME");
    public string EventPath => Variable("GITHUB_EVENT_PATH");
    public string Workspace => Variable("GITHUB_WORKSPACE");
    public string Sha => Variable("GITHUB_SHA");
    public string Ref => Variable("GITHUB_REF");
    public string RefName => Variable("GITHUB_REF_NAME");
    public string HeadRef => Variable("GITHUB_HEAD_REF");
    public string BaseRef => Variable("GITHUB_BASE_REF");
    public string RefType => Variable("GITHUB_REF_TYPE");
    public long RunAttempt => Number("GITHUB_RUN_ATTEMPT");
    public long RunNumber => Number("GITHUB_RUN_NUMBER");
    public long RunId => Number("GITHUB_RUN_ID");
    public string ServerUrl => Variable("GITHUB_SERVER_URL");
    public string Job => Variable("GITHUB_JOB");
    public string Token => Variable("GITHUB_TOKEN");
    public bool IsPullRequest => EventName is "pull_request" or "pull_request_target";
    public AbsolutePath? StepSummaryFile => BuildSession.Current.Variables.GetValueOrDefault("GITHUB_STEP_SUMMARY");

    string IBuildServer.Branch => Ref;
    string IBuildServer.Commit => Sha;

    public void Group(string group) => WriteCommand("group", group);

    public void EndGroup(string group) => WriteCommand("endgroup");

    public void WriteDebug(string message) => WriteCommand("debug", message);

    public void WriteWarning(string message) => WriteCommand("warning", message);

    public void WriteError(string message) => WriteCommand("error", message);

    public void WriteCommand(string command, string? message = null, Configure<Dictionary<string, object>>? dictionaryConfigurator = null)
    {
        var properties = dictionaryConfigurator?.Invoke([]) ?? [];
        var list = string.Join(',', properties.Select(x => $"{x.Key}={EscapeProperty($"{x.Value}")}"));
        var head = list.Length == 0 ? command : $"{command} {list}";
        BuildSession.Current.Out.WriteLine($"::{head}::{EscapeData(message ?? string.Empty)}");
    }

    protected internal override IDisposable WriteBlock(string text)
    {
        Group(text);
        return new Block(() => EndGroup(text));
    }

    protected internal override void ReportWarning(string text, string? details = null) => WriteWarning(text + Indented(details));

    protected internal override void ReportError(string text, string? details = null) => WriteError(text + Indented(details));

    static string Variable(string name) => BuildSession.Current.Variables.GetValueOrDefault(name, string.Empty);

    static long Number(string name) => long.TryParse(Variable(name), CultureInfo.InvariantCulture, out var number) ? number : 0;

    static string EscapeData(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    static string EscapeProperty(string text) =>
        EscapeData(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
