using Nuke.Common;
using Targets.CommandLine;
using Targets.Components;

namespace Targets;

/// <summary>Everything that can be done, composed: one component a target.</summary>
internal sealed class Build : NukeBuild, IRender, IDeploy, IVerify, IBackup, IRotate, IRestore, IDrill, IDestroy, IBackups, ITest
{
    public static int Main(string[] args)
    {
        if (CommandLineCheck.FindMistake(typeof(Build), args) is { } mistake)
        {
            Console.Error.WriteLine(mistake);
            return CommandLineCheck.ExitCode;
        }

        StrayVariables.Remove(typeof(Build));
        using var interruption = Interruption.Listen();
        var exitCode = Execute<Build>(build => ((IVerify)build).Verify);
        return interruption.Requested ? Interruption.ExitCode : exitCode;
    }
}
