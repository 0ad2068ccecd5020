using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Utilities.Collections;

namespace Nuke.Common.Execution;

public class ExecutableTarget
{
    public MemberInfo Member { get; set; } = null!;
    public string Name { get; set; } = null!;
    public string? Description { get; set; }
    public bool Listed { get; set; } = true;
    public bool IsDefault { get; set; }
    public Delegate Factory { get; set; } = null!;

    public List<(string Text, Func<bool> Delegate)> DynamicConditions { get; internal set; } = [];
    public List<(string Text, Func<bool> Delegate)> StaticConditions { get; internal set; } = [];
    public List<LambdaExpression> DelegateRequirements { get; internal set; } = [];
    public DependencyBehavior DependencyBehavior { get; internal set; } = DependencyBehavior.Execute;
    public bool AssuredAfterFailure { get; internal set; }
    public bool ProceedAfterFailure { get; internal set; }

    public List<ExecutableTarget> ExecutionDependencies { get; } = [];
    public List<ExecutableTarget> OrderDependencies { get; } = [];
    public List<ExecutableTarget> TriggerDependencies { get; } = [];
    public List<ExecutableTarget> Triggers { get; } = [];

    public IReadOnlyCollection<ExecutableTarget> AllDependencies =>
        [.. ExecutionDependencies.Concat(OrderDependencies).Concat(TriggerDependencies).Distinct()];

    public LookupTable<ExecutableTarget, string> ArtifactDependencies { get; internal set; } = new();
    public List<string> ArtifactProducts { get; internal set; } = [];

    public bool Invoked { get; set; }
    public ExecutionStatus Status { get; set; }
    public TimeSpan Duration => Stopwatch.Elapsed;
    public Dictionary<string, string> SummaryInformation { get; internal set; } = [];

    /// <summary>Why the target is skipped, unless a condition says so.</summary>
    public string? Skipped { get; set; }

    /// <summary>The condition that did not hold.</summary>
    public string? OnlyWhen { get; set; }

    internal Stopwatch Stopwatch { get; } = new();
    internal List<Func<Task>> Actions { get; } = [];
    internal List<TargetRelation> Relations { get; } = [];

    public override string ToString() => Name;
}
