using YamlDotNet.Serialization;

namespace Targets.Workflows.Model;

/// <summary>Either uses an action or runs a script.</summary>
internal sealed record Step
{
    [YamlMember(Order = 1)]
    public required string Name { get; init; }

    [YamlMember(Order = 2)]
    public string? If { get; init; }

    [YamlMember(Order = 3)]
    public string? Uses { get; init; }

    [YamlMember(Order = 4)]
    public IReadOnlyDictionary<string, object>? With { get; init; }

    [YamlMember(Order = 5)]
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Holds no expression: what varies comes in through <see cref="Env" />.</summary>
    [YamlMember(Order = 6)]
    public string? Run { get; init; }
}
