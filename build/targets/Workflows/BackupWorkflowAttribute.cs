using Targets.Components;
using Targets.Workflows.Generation;
using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows;

/// <summary>Backs an environment's Redis up, proves that the backup restores, and rotates.</summary>
internal sealed class BackupWorkflowAttribute : WorkflowAttribute
{
    public const string FileName = "redis-backup";
    public const string ProveIt = "drill";
    public const string Unattended = "unattended";

    private const string Environment = $"inputs.{DispatchInputs.Environment}";

    private static readonly string Gate = $"inputs.{Unattended} && format('{DeclaredSettings.NightlyTwin("{0}")}', {Environment}) || {Environment}";

    public override string Name => FileName;

    protected override Step? SourcesOfProgram => TargetJob.CheckoutOfTool;

    protected override IReadOnlyList<TargetJob> Jobs =>
    [
        new RedisJob(nameof(IBackup.Backup), Environment) { GitHubEnvironment = Gate, TimeoutMinutes = 120 },
        new RedisJob(nameof(IRotate.Rotate), Environment) { GitHubEnvironment = Gate, Options = "--keep 3", Takes = MadeArchive.Handover },
        new RedisJob(nameof(IDrill.Drill), Environment)
        {
            GitHubEnvironment = Gate,
            TimeoutMinutes = 120,
            Takes = MadeArchive.Handover,
            If = $"inputs.{ProveIt}",
        },
    ];

    private static Dictionary<string, Input> Inputs => new(DispatchInputs.EnvironmentOnly().WithLocations())
    {
        [ProveIt] = Input.Switch("Prove that the backup restores", on: true),
        [AttestJob.Asked] = AttestJob.Input,
    };

    protected override Workflow Describe(IReadOnlyDictionary<string, Job> jobs) => new()
    {
        Name = "Redis backup",
        On = DispatchInputs.ByHandOrCalled(Inputs, nameof(IBackup.Backup), new() { [Unattended] = Input.Switch("Of callers alone: nobody is there to approve, and the jobs run in the environment of GitHub that is named ENVIRONMENT-backup", on: false) }),
        Concurrency = EnvironmentGroup.Of(Environment),
        Jobs = AttestJob.After(jobs, Runner),
    };
}
