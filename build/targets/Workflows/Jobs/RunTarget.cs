using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>
/// The action with which every job runs its target: .NET and its packages, a way to the cluster where one is asked for, the
/// target, and whatever was opened closed, whatever happened in between.
/// </summary>
internal static class RunTarget
{
    public const string Path = $"{Folder}/action.yml";

    private const string Folder = ".github/actions/run-target";
    private const string StepId = "target";

    private static readonly IReadOnlyList<Step> Toolchain =
    [
        new()
        {
            Name = "Set up .NET",
            Uses = Actions.SetUpDotnet,
            With = new Dictionary<string, object> { ["global-json-file"] = "global.json" },
        },
        new()
        {
            Name = "Cache packages",
            // What another job has left there does not run beside a secret.
            If = "inputs.kubeconfig == '' && inputs.aws-role == ''",
            Uses = Actions.Cache,
            With = new Dictionary<string, object>
            {
                ["path"] = "~/.nuget/packages",
                ["key"] = "nuget-${{ runner.os }}-${{ hashFiles('build/**/packages.lock.json', 'build/Directory.Packages.props', 'build/**/*.csproj') }}",
            },
        },
    ];

    private static readonly Step Run = new()
    {
        Name = "Run the target",
        Id = StepId,
        Env = new Dictionary<string, string> { ["COMMAND"] = "${{ inputs.command }}" },
        // What varies in it are variables, which this shell fills in and quotes: they cannot become a part of it. A cancelled
        // job signals the process of its step alone: that is to be the program, which then clears up.
        Run = "exec bash -euo pipefail -c \"exec $COMMAND\"",
    };

    /// <summary>What a target answers, for the jobs after it and the workflows that call them.</summary>
    public static IReadOnlyDictionary<string, string> Outputs { get; } = JobOutputs.All.ToDictionary(output => output.Name, output => Expression(StepId, output.Name));

    /// <param name="name">Of the job.</param>
    /// <param name="command">Constant but for variables.</param>
    /// <param name="access">What leads to a cluster; nothing for none.</param>
    public static Step Step(string name, string command, IReadOnlyDictionary<string, object>? access = null) => new()
    {
        Name = name,
        Id = StepId,
        Uses = $"./{Folder}",
        With = new Dictionary<string, object>([KeyValuePair.Create<string, object>("command", command), .. access ?? new Dictionary<string, object>()]),
    };

    public static CompositeAction Action => new()
    {
        Name = "Run a target",
        Description = "Prepares the job, runs one target of build.sh, and cleans up behind it",
        Inputs = new Dictionary<string, ActionInput>([KeyValuePair.Create("command", new ActionInput("What to run") { Required = true }), .. ClusterAccess.Inputs]),
        Outputs = JobOutputs.All.ToDictionary(output => output.Name, output => new Output(output.Description, Expression(StepId, output.Name))),
        Runs = new CompositeRuns([.. new[] { Toolchain, ClusterAccess.Open, [Run], ClusterAccess.Close }.SelectMany(steps => steps).Select(InShell)]),
    };

    private static Step InShell(Step step) => step.Run is null ? step : step with { Shell = "bash" };

    private static string Expression(string step, string output) => $"${{{{ steps.{step}.outputs.{output} }}}}";
}
