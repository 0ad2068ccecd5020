using YamlDotNet.Serialization;

namespace Targets.Workflows.Model;

/// <summary>What starts a workflow.</summary>
internal sealed record Triggers
{
    [YamlMember(Order = 1, Alias = "workflow_dispatch", ApplyNamingConventions = false)]
    public Dispatch? Dispatch { get; init; }

    [YamlMember(Order = 2, Alias = "workflow_call", ApplyNamingConventions = false)]
    public Call? Call { get; init; }

    [YamlMember(Order = 3)]
    public IReadOnlyList<Schedule>? Schedule { get; init; }

    [YamlMember(Order = 4, Alias = "pull_request", ApplyNamingConventions = false)]
    public Filter? PullRequest { get; init; }

    [YamlMember(Order = 5)]
    public Filter? Push { get; init; }
}

/// <summary>Somebody starts it by hand and is asked for these.</summary>
internal sealed record Dispatch(IReadOnlyDictionary<string, Input> Inputs);

/// <summary>Another workflow calls it, of this repository or of another.</summary>
internal sealed record Call(IReadOnlyDictionary<string, Input> Inputs, IReadOnlyDictionary<string, Output> Outputs, IReadOnlyDictionary<string, Secret> Secrets);

/// <summary>What whoever calls may pass.</summary>
internal sealed record Secret(string Description, bool Required);

/// <summary>What a called workflow, or an action, answers.</summary>
internal sealed record Output(string Description, string Value);

/// <summary>A time in UTC.</summary>
internal sealed record Schedule(string Cron);

/// <summary>Which branches an event counts for; null means all.</summary>
internal sealed record Filter(Inline? Branches = null);
