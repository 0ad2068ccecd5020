using Targets.Workflows.Generation;
using Targets.Workflows.Jobs;
using Targets.Workflows.Model;

namespace Targets.Workflows;

/// <summary>Backs up every environment every night, one whatever becomes of another, and proves once a week that the backups restore.</summary>
internal sealed class NightlyWorkflowAttribute : WorkflowAttribute
{
    private const string Backup = "backup";
    private const string BackUp = "Back up";
    private const string Nightly = "17 2 * * 1-6";
    private const string Weekly = "17 2 * * 0";

    public override string Name => "redis-nightly";

    protected override IReadOnlyList<TargetJob> Jobs => [];

    // At night nobody is there to approve; whoever starts it by hand is.
    private static string Unattended =>
        $"${{{{ github.event_name == 'schedule' && ({string.Join(" || ", DeclaredSettings.Approved.Select(name => $"matrix.{DispatchInputs.Environment} == '{name}'"))}) }}}}";

    protected override Workflow Describe(IReadOnlyDictionary<string, Job> jobs) => new()
    {
        Name = "Redis at night",
        On = new Triggers { Dispatch = new Dispatch(new Dictionary<string, Input>()), Schedule = [new Schedule(Nightly), new Schedule(Weekly)] },
        Jobs = new Dictionary<string, Job>
        {
            [Backup] = new()
            {
                Name = BackUp,
                Strategy = new Strategy(FailFast: false, new Dictionary<string, string> { [DispatchInputs.Environment] = $"${{{{ fromJSON(vars.{DeclaredSettings.NightlyEnvironments.Name} || '[\"dev\"]') }}}}" }),
                Permissions = Permissions.ToCall([Permissions.AssumeRole(), Permissions.Attest()]),
                Uses = $"./.github/workflows/{BackupWorkflowAttribute.FileName}.yml",
                With = new Dictionary<string, string>
                {
                    [DispatchInputs.Environment] = $"${{{{ matrix.{DispatchInputs.Environment} }}}}",
                    [BackupWorkflowAttribute.Unattended] = Unattended,
                    [BackupWorkflowAttribute.ProveIt] = $"${{{{ github.event.schedule != '{Nightly}' }}}}",
                    [AttestJob.Asked] = $"${{{{ vars.{DeclaredSettings.NightlyAttestation.Name} == 'true' }}}}",
                },
                Secrets = "inherit",
            },
            ["summary"] = RunSummary.Job(Backup, BackUp),
        },
    };
}
