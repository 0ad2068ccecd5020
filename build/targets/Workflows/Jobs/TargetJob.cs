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

    /// <param name="needs">The jobs that come before it.</param>
    /// <param name="mayBeSkipped">One of these, or one before them, has a condition: this job does not share it.</param>
    public Job ToJob(IReadOnlyList<string> needs, bool mayBeSkipped) => Create() with
    {
        Needs = needs.Count == 0 ? null : [.. needs],
        If = If ?? (mayBeSkipped ? "!failure() && !cancelled()" : null),
    };

    protected abstract Job Create();

    protected string Command => string.Join(' ', [$"./build.sh {Target}{(Options.Length == 0 ? "" : " ")}{Options}", .. AllArguments.Select(argument => argument.Option)]);

    /// <summary>This repository, at the commit of the workflow: not that of whoever calls it.</summary>
    protected static Step CheckoutOfTool { get; } = Checkout with
    {
        With = new Dictionary<string, object>(Checkout.With!) { ["repository"] = "${{ job.workflow_repository }}", ["ref"] = "${{ job.workflow_sha }}" },
    };

    protected static Step Checkout => new()
    {
        Name = "Check out",
        Uses = Actions.Checkout,
        With = new Dictionary<string, object> { ["persist-credentials"] = false },
    };
}
