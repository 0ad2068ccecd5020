using Nuke.Common;
using Nuke.Common.Execution;
using Targets.CommandLine;
using Targets.Components;
using Targets.Workflows;

namespace Targets;

/// <summary>Everything that can be done, composed: one component a target.</summary>
[CiWorkflow]
[InfraWorkflow]
[DestroyWorkflow]
[BackupWorkflow]
[NightlyWorkflow]
[GeneratesWorkflows]
[ShowsPlan]
[KeepsTypedOrder]
[TellsFailures]
[StepSummary]
internal sealed class Build : NukeBuild, IRender, IDeploy, IVerify, IBackup, IRotate, IRestore, IDrill, IArchive, IHistory, IDestroy, IBackups, ITest, IFaultTest, IBenchmark, IWorkflows
{
    public IReadOnlyCollection<ExecutableTarget> DeclaredTargets { get; set; } = [];

    public static int Main(string[] args)
    {
        var build = typeof(Build);
        if ((CommandLineCheck.FindMistake(build, args) ?? ParameterFileCheck.FindMistake(build, args) ?? StrayVariables.FindMistake(build)) is { } mistake)
        {
            Cause.Tell(mistake);
            return CommandLineCheck.ExitCode;
        }

        DataOutput.SetAside(new Arguments(args));
        OwnSettings.Forget();
        StrayVariables.Remove(build);
        Interruption.Listen();
        var exitCode = Execute<Build>(build => ((IVerify)build).Verify);
        return Interruption.Requested && !Interruption.Heeded ? Interruption.ExitCode : exitCode;
    }
}
