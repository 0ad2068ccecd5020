using Lifecycle.Verbs;
using Targets.Components;
using Targets.Workflows.Generation;
using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows;

/// <summary>Brings an environment's Redis up and its data back.</summary>
internal sealed class InfraWorkflowAttribute : WorkflowAttribute
{
    private const string Environment = $"inputs.{DispatchInputs.Environment}";

    public override string Name => "ci-infra";

    protected override Step? SourcesOfProgram => TargetJob.CheckoutOfTool;

    protected override IReadOnlyList<TargetJob> Jobs =>
    [
        new RepositoryJob(nameof(IRender.Render)) { IsCalled = true, TimeoutMinutes = 10, Arguments = [new(nameof(IHazEnvironment.Environment), Environment)] },
        new RedisJob(nameof(IDeploy.Deploy), Environment),
        new RedisJob(nameof(IRestore.Restore), Environment)
        {
            Name = Restore.OperationName,
            TimeoutMinutes = 120,
            Options = "--optional",
            Arguments = [DispatchInputs.BackupRestoreArgument],
        },
        new RedisJob(nameof(IVerify.Verify), Environment) { TimeoutMinutes = 15 },
    ];

    protected override Workflow Describe(IReadOnlyDictionary<string, Job> jobs) => new()
    {
        Name = "Infrastructure",
        On = DispatchInputs.ByHandOrCalled(DispatchInputs.All("Restore the latest backup into a fresh Redis").WithLocations(), nameof(IRestore.Restore)),
        Concurrency = EnvironmentGroup.Of(Environment),
        Jobs = jobs,
    };
}
