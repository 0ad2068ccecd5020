using Lifecycle.Failures;
using Nuke.Common;
using Nuke.Common.Execution;

namespace Targets.CommandLine;

/// <summary>Tells the cause of a failure once, and ends with 2 where it is a mistake of whoever typed the command.</summary>
internal sealed class TellsFailuresAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        Interruption.ComeFirst();
        foreach (var target in executionPlan)
        {
            for (var index = 0; index < target.Actions.Count; index++)
            {
                target.Actions[index] = Watch(target, target.Actions[index]);
            }
        }
    }

    private Action Watch(ExecutableTarget target, Action action) => () =>
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (Interruption.Requested)
        {
            Interruption.Cut();
            target.SummaryInformation["Interrupted"] = "by a signal";
            throw;
        }
        catch (Exception exception)
        {
            Tell(exception);
            throw;
        }
    };

    private void Tell(Exception exception)
    {
        Cause.Tell(exception.Message, prefix: "Error: ");
        if (exception is MistakeException)
        {
            Build.ExitCode = CommandLineCheck.ExitCode;
        }
        else if (exception is not LifecycleException && Build.Verbosity == Verbosity.Verbose)
        {
            Console.Error.WriteLine(exception);
        }
    }
}
