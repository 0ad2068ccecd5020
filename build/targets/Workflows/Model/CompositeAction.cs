using YamlDotNet.Serialization;

namespace Targets.Workflows.Model;

/// <summary>A file below <c>.github/actions</c>: steps that several jobs share.</summary>
internal sealed record CompositeAction
{
    [YamlMember(Order = 1)]
    public required string Name { get; init; }

    [YamlMember(Order = 2)]
    public required string Description { get; init; }

    [YamlMember(Order = 3)]
    public required IReadOnlyDictionary<string, ActionInput> Inputs { get; init; }

    [YamlMember(Order = 4)]
    public required IReadOnlyDictionary<string, Output> Outputs { get; init; }

    [YamlMember(Order = 5)]
    public required CompositeRuns Runs { get; init; }
}

/// <summary>What an action is told.</summary>
internal sealed record ActionInput(string Description)
{
    [YamlMember(Order = 2)]
    public bool? Required { get; init; }
}

/// <summary>Its steps.</summary>
internal sealed record CompositeRuns(IReadOnlyList<Step> Steps)
{
    [YamlMember(Order = -1)]
    public string Using { get; } = "composite";
}
