using YamlDotNet.Serialization;

namespace Targets.Workflows.Model;

/// <summary>Either uses an action or runs a script.</summary>
internal sealed record Step
{
    [YamlMember(Order = 1)]
    public required string Name { get; init; }

    /// <summary>Where its outputs are asked for.</summary>
    [YamlMember(Order = 2)]
    public string? Id { get; init; }

    [YamlMember(Order = 3)]
    public string? If { get; init; }

    [YamlMember(Order = 4)]
    public string? Uses { get; init; }

    [YamlMember(Order = 5)]
    public IReadOnlyDictionary<string, object>? With { get; init; }

    [YamlMember(Order = 6)]
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>In an action; a workflow has one of its own.</summary>
    [YamlMember(Order = 7)]
    public string? Shell { get; init; }

    /// <summary>Holds no expression: what varies comes in through <see cref="Env" />.</summary>
    [YamlMember(Order = 8)]
    public string? Run { get; init; }
}
