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
[GeneratesWorkflows]
[StepSummary]
internal sealed class Build : NukeBuild, IRender, IDeploy, IVerify, IBackup, IRotate, IRestore, IDrill, IDestroy, IBackups, ITest, IFaultTest, IBenchmark, IWorkflows
{
    public IReadOnlyCollection<ExecutableTarget> DeclaredTargets { get; set; } = [];

    public static int Main(string[] args)
    {
        if ((CommandLineCheck.FindMistake(typeof(Build), args) ?? ParameterFileCheck.FindMistake(typeof(Build), args)) is { } mistake)
        {
            Console.Error.WriteLine(mistake);
            return CommandLineCheck.ExitCode;
        }

        OwnSettings.Forget();
        StrayVariables.Remove(typeof(Build));
        using var interruption = Interruption.Listen();
        var exitCode = Execute<Build>(build => ((IVerify)build).Verify);
        return interruption.Requested ? Interruption.ExitCode : exitCode;
    }
}
