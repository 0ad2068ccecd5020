using YamlDotNet.Serialization;

namespace Targets.Workflows.Model;

/// <summary>What starts a workflow.</summary>
internal sealed record Triggers
{
    [YamlMember(Order = 1, Alias = "workflow_dispatch", ApplyNamingConventions = false)]
    public Dispatch? Dispatch { get; init; }

    [YamlMember(Order = 2)]
    public IReadOnlyList<Schedule>? Schedule { get; init; }

    [YamlMember(Order = 3, Alias = "pull_request", ApplyNamingConventions = false)]
    public Filter? PullRequest { get; init; }

    [YamlMember(Order = 4)]
    public Filter? Push { get; init; }
}

/// <summary>Somebody starts it by hand and is asked for these.</summary>
internal sealed record Dispatch(IReadOnlyDictionary<string, Input> Inputs);

/// <summary>A time in UTC.</summary>
internal sealed record Schedule(string Cron);

/// <summary>Which branches an event counts for; null means all.</summary>
internal sealed record Filter(Inline? Branches = null);
