using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>
/// The action with which every job runs its target: the program, or what it takes to compile it, a way to the cluster where
/// one is asked for, the target, and whatever was opened closed, whatever happened in between.
/// </summary>
internal static class RunTarget
{
    public const string Path = $"{Folder}/action.yml";

    private const string Folder = ".github/actions/run-target";
    private const string StepId = "target";
    private const string ProgramInput = "program";
    private const string IsCompiled = $"inputs.{ProgramInput} == ''";

    // What another job has left in a cache does not run beside a secret.
    private const string HasNoSecret = "inputs.kubeconfig == '' && inputs.aws-role == ''";

    private static readonly Step Run = new()
    {
        Name = "Run the target",
        Id = StepId,
        Env = new Dictionary<string, string> { ["COMMAND"] = "${{ inputs.command }}", ["BUILD_PREBUILT"] = $"${{{{ inputs.{ProgramInput} }}}}" },
        // What varies in it are variables, which this shell fills in and quotes: they cannot become a part of it. A cancelled
        // job signals the process of its step alone: that is to be the program, which then clears up.
        Run = "exec bash -euo pipefail -c \"exec $COMMAND\"",
    };

    /// <summary>What a target answers, for the jobs after it and the workflows that call them.</summary>
    public static IReadOnlyDictionary<string, string> Outputs { get; } = JobOutputs.All.ToDictionary(output => output.Name, output => Expression(StepId, output.Name));

    /// <param name="name">Of the job.</param>
    /// <param name="command">Constant but for variables.</param>
    /// <param name="program">The digest of what was built before, an expression; null where the job compiles.</param>
    /// <param name="access">What leads to a cluster; nothing for none.</param>
    public static Step Step(string name, string command, string? program, IReadOnlyDictionary<string, object>? access = null) => new()
    {
        Name = name,
        Id = StepId,
        Uses = $"./{Folder}",
        With = new Dictionary<string, object>(
        [
            KeyValuePair.Create<string, object>("command", command),
            .. program is null ? [] : new[] { KeyValuePair.Create<string, object>(ProgramInput, program) },
            .. access ?? new Dictionary<string, object>(),
        ]),
    };

    public static CompositeAction Action => new()
    {
        Name = "Run a target",
        Description = "Prepares the job, runs one target of build.sh, and cleans up behind it",
        Inputs = new Dictionary<string, ActionInput>(
        [
            KeyValuePair.Create("command", new ActionInput("What to run") { Required = true }),
            KeyValuePair.Create(ProgramInput, new ActionInput("The program, as the job that has built it tells it. None: it is compiled here")),
            .. ClusterAccess.Inputs,
        ]),
        Outputs = JobOutputs.All.ToDictionary(output => output.Name, output => new Output(output.Description, Expression(StepId, output.Name))),
        Runs = new CompositeRuns([.. new[] { Toolchain.Steps(IsCompiled, $"{IsCompiled} && {HasNoSecret}"), BuildProgram.Fetch(ProgramInput), ClusterAccess.Open, [Run], ClusterAccess.Close }.SelectMany(steps => steps).Select(InShell)]),
    };

    private static Step InShell(Step step) => step.Run is null ? step : step with { Shell = "bash" };

    private static string Expression(string step, string output) => $"${{{{ steps.{step}.outputs.{output} }}}}";
}
