using Lifecycle.Verbs;
using Targets.Components;
using Targets.Workflows.Generation;
using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows;

/// <summary>Backs an environment's Redis up, and then takes it down.</summary>
internal sealed class DestroyWorkflowAttribute : WorkflowAttribute
{
    public const string Confirmation = "confirm_destroy";

    private const string Environment = $"inputs.{DispatchInputs.Environment}";

    public override string Name => "ci-infra-destroy";

    protected override Step? SourcesOfProgram => TargetJob.CheckoutOfTool;

    protected override (string Id, Job Job)? First => (ConfirmJob.Id, ConfirmJob.Create());

    protected override IReadOnlyList<TargetJob> Jobs =>
    [
        new RedisJob(nameof(IBackup.Backup), Environment) { TimeoutMinutes = 120, Options = "--optional", Arguments = [DispatchInputs.BackupRestoreArgument] },
        new RedisJob(nameof(IRotate.Rotate), Environment) { Options = "--keep 3 --optional", Arguments = [DispatchInputs.BackupRestoreArgument], Takes = MadeArchive.Handover },
        new RedisJob(nameof(IDestroy.Destroy), Environment)
        {
            // The jobs before it are its dependencies; it asks the store for the very backup that they have made.
            Options = "--skip",
            Takes = MadeArchive.Handover,
            Arguments = [DispatchInputs.BackupRestoreArgument, new(nameof(IDestroy.ConfirmDestroy), $"inputs.{Confirmation}")],
        },
    ];

    private static Dictionary<string, Input> Inputs => new(DispatchInputs.All("Back up before destroying").WithLocations())
    {
        [Confirmation] = Input.Text($"Type {Destroy.Confirmation}: Redis and its data go", required: true),
        [AttestJob.Asked] = AttestJob.Input,
    };

    protected override Workflow Describe(IReadOnlyDictionary<string, Job> jobs) => new()
    {
        Name = "Destroy infrastructure",
        On = DispatchInputs.ByHandOrCalled(Inputs, nameof(IBackup.Backup)),
        Concurrency = EnvironmentGroup.Of(Environment),
        Jobs = AttestJob.After(jobs, Runner),
    };
}
