using Targets.CommandLine;
using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>One job that runs one target.</summary>
internal abstract record TargetJob(string Target)
{
    /// <summary>What the job is called in the file.</summary>
    public virtual string Id => Vocabulary.Typed(Target);

    /// <summary>What people see.</summary>
    public string Name { get; init; } = Target;

    public string? If { get; init; }

    public int TimeoutMinutes { get; init; } = 30;

    /// <summary>What the target is told, each from an expression.</summary>
    public IReadOnlyList<Argument> Arguments { get; init; } = [];

    protected virtual IReadOnlyList<Argument> AllArguments => Arguments;

    /// <summary>What the target is told in any case.</summary>
    public string Options { get; init; } = "";

    /// <summary>What it is told by a job before it, where there is one.</summary>
    public Handover? Takes { get; init; }

    /// <summary>What was built before, an expression; null where the job compiles.</summary>
    public string? Program { get; init; }

    /// <summary>It compiles more than the program, and waits for nobody.</summary>
    public bool Compiles { get; init; }

    public Runner Runner { get; init; }

    /// <param name="needs">The jobs that come before it.</param>
    /// <param name="skippable">Those of them that have a condition, which this job does not share.</param>
    public Job ToJob(IReadOnlyList<string> needs, IReadOnlyList<string> skippable) => Create() with
    {
        RunsOn = Runner.Labels(),
        Needs = needs.Count == 0 ? null : [.. needs],
        If = If ?? (skippable.Count == 0 ? null : string.Join(" && ", needs.Select(need => WentWell(need, skippable.Contains(need))).Prepend("!cancelled()"))),
    };

    // One that took too long counts as cancelled, not as failed, and the run goes on.
    private static string WentWell(string job, bool mayBeSkipped) =>
        mayBeSkipped ? $"(needs.{job}.result == 'success' || needs.{job}.result == 'skipped')" : $"needs.{job}.result == 'success'";

    protected abstract Job Create();

    protected string Command => string.Join(' ', [$"./build.sh {Target}{(Options.Length == 0 ? "" : " ")}{Options}", .. AllArguments.Select(argument => argument.Option)]);

    /// <summary>This repository, at the commit of the workflow: not that of whoever calls it.</summary>
    public static Step CheckoutOfTool { get; } =
        new Checkout { PersistCredentials = false, Repository = "${{ job.workflow_repository }}", Ref = "${{ job.workflow_sha }}" }.As(GetSources);

    public static Step CheckoutOfCaller { get; } = new Checkout { PersistCredentials = false }.As(GetSources);

    private const string GetSources = "Check out";
}
