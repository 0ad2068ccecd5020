using System.Diagnostics;
using System.Linq.Expressions;

namespace Nuke.Common.Execution;

/// <summary>A target, what is between it and others, and what becomes of it.</summary>
public class ExecutableTarget
{
    public string Name { get; set; } = null!;

    public string? Description { get; set; }

    public bool Listed { get; set; } = true;

    public bool IsDefault { get; set; }

    public List<Action> Actions { get; internal set; } = [];

    /// <summary>Run before it, whoever invoked it.</summary>
    public List<ExecutableTarget> ExecutionDependencies { get; } = [];

    /// <summary>Run before it where they run at all.</summary>
    public List<ExecutableTarget> OrderDependencies { get; } = [];

    /// <summary>Make it run: none here, for no target triggers another.</summary>
    public List<ExecutableTarget> TriggerDependencies { get; } = [];

    public IReadOnlyCollection<ExecutableTarget> AllDependencies => [.. ExecutionDependencies.Concat(OrderDependencies).Concat(TriggerDependencies).Distinct()];

    public bool Invoked { get; set; }

    public ExecutionStatus Status { get; set; } = ExecutionStatus.Scheduled;

    public TimeSpan Duration => Stopwatch.Elapsed;

    public Dictionary<string, string> SummaryInformation { get; internal set; } = [];

    /// <summary>Why it is skipped.</summary>
    public string? Skipped { get; set; }

    /// <summary>The condition that did not hold: none here, for no target has one.</summary>
    public string? OnlyWhen { get; set; }

    internal Stopwatch Stopwatch { get; } = new();

    internal List<Expression<Func<bool>>> Requirements { get; } = [];

    public override string ToString() => Name;
}
