using YamlDotNet.Serialization;

namespace Targets.Workflows.Model;

internal sealed record Job
{
    [YamlMember(Order = 1)]
    public required string Name { get; init; }

    [YamlMember(Order = 2)]
    public Inline? Needs { get; init; }

    [YamlMember(Order = 3)]
    public string? If { get; init; }

    [YamlMember(Order = 4)]
    public object RunsOn { get; init; } = Runner.Ubuntu2404.Labels();

    [YamlMember(Order = 5)]
    public required int TimeoutMinutes { get; init; }

    [YamlMember(Order = 6)]
    public string? Environment { get; init; }

    [YamlMember(Order = 7)]
    public required Permissions Permissions { get; init; }

    /// <summary>What other jobs, and the workflows that call this one, may ask.</summary>
    [YamlMember(Order = 8)]
    public IReadOnlyDictionary<string, string>? Outputs { get; init; }

    [YamlMember(Order = 9)]
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    [YamlMember(Order = 10)]
    public required IReadOnlyList<Step> Steps { get; init; }
}
