using Targets.Components;
using Targets.Workflows.Generation;
using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows;

/// <summary>Backs up and rotates every night, and proves once a week that the backup restores.</summary>
internal sealed class BackupWorkflowAttribute : WorkflowAttribute
{
    private const string Environment = $"inputs.{DispatchInputs.Environment} || vars.REDIS_BACKUP_ENVIRONMENT || 'dev'";
    private const string ProveIt = "drill";
    private const string Nightly = "17 2 * * 1-6";
    private const string Weekly = "17 2 * * 0";

    public override string Name => "redis-backup";

    protected override Step? SourcesOfProgram => TargetJob.CheckoutOfTool;

    protected override IReadOnlyList<TargetJob> Jobs =>
    [
        new RedisJob(nameof(IBackup.Backup), Environment) { TimeoutMinutes = 120 },
        new RedisJob(nameof(IRotate.Rotate), Environment) { Options = "--keep 3", Takes = MadeArchive.Handover },
        new RedisJob(nameof(IDrill.Drill), Environment)
        {
            TimeoutMinutes = 120,
            Takes = MadeArchive.Handover,
            If = $"inputs.{ProveIt} || github.event.schedule == '{Weekly}'",
        },
    ];

    private static Dictionary<string, Input> Inputs => new(DispatchInputs.EnvironmentOnly().WithLocations())
    {
        [ProveIt] = Input.Switch("Prove that the backup restores", on: true),
    };

    protected override Workflow Describe(IReadOnlyDictionary<string, Job> jobs) => new()
    {
        Name = "Redis backup",
        On = DispatchInputs.ByHandOrCalled(Inputs, nameof(IBackup.Backup)) with { Schedule = [new Schedule(Nightly), new Schedule(Weekly)] },
        Concurrency = EnvironmentGroup.Of(Environment),
        Jobs = jobs,
    };
}
