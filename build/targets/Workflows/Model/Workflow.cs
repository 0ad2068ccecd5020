using YamlDotNet.Serialization;

namespace Targets.Workflows.Model;

/// <summary>A file below <c>.github/workflows</c>, in the order in which it is written.</summary>
internal sealed record Workflow
{
    [YamlMember(Order = 1)]
    public required string Name { get; init; }

    [YamlMember(Order = 2)]
    public required Triggers On { get; init; }

    /// <summary>None: each job asks for what it needs.</summary>
    [YamlMember(Order = 3)]
    public Permissions Permissions { get; } = [];

    [YamlMember(Order = 4)]
    public Concurrency? Concurrency { get; init; }

    [YamlMember(Order = 5)]
    public required IReadOnlyDictionary<string, Job> Jobs { get; init; }
}
