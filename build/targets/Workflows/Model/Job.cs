using YamlDotNet.Serialization;

namespace Targets.Workflows.Model;

/// <summary>Runs steps on a runner, or calls another workflow.</summary>
internal sealed record Job
{
    [YamlMember(Order = 1)]
    public required string Name { get; init; }

    [YamlMember(Order = 2)]
    public Inline? Needs { get; init; }

    [YamlMember(Order = 3)]
    public string? If { get; init; }

    [YamlMember(Order = 4)]
    public Strategy? Strategy { get; init; }

    /// <summary>None where it calls another workflow.</summary>
    [YamlMember(Order = 5)]
    public object? RunsOn { get; init; }

    [YamlMember(Order = 6)]
    public int? TimeoutMinutes { get; init; }

    [YamlMember(Order = 7)]
    public string? Environment { get; init; }

    [YamlMember(Order = 8)]
    public required Permissions Permissions { get; init; }

    /// <summary>What other jobs, and the workflows that call this one, may ask.</summary>
    [YamlMember(Order = 9)]
    public IReadOnlyDictionary<string, string>? Outputs { get; init; }

    [YamlMember(Order = 10)]
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>The workflow that it calls.</summary>
    [YamlMember(Order = 11)]
    public string? Uses { get; init; }

    [YamlMember(Order = 12)]
    public IReadOnlyDictionary<string, string>? With { get; init; }

    /// <summary>Which of its secrets the called workflow may have: <c>inherit</c>, all of them.</summary>
    [YamlMember(Order = 13)]
    public string? Secrets { get; init; }

    [YamlMember(Order = 14)]
    public IReadOnlyList<Step>? Steps { get; init; }
}

/// <summary>The same job once for each value.</summary>
/// <param name="FailFast">Whether the others end where one fails.</param>
/// <param name="Matrix">By name, an expression that gives a list.</param>
internal sealed record Strategy(bool FailFast, IReadOnlyDictionary<string, string> Matrix);
