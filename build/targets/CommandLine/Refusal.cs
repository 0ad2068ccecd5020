using System.Diagnostics.CodeAnalysis;
using Lifecycle.Failures;

namespace Targets.CommandLine;

/// <summary>Ends the program before anything was done: what an engine would say besides, and its status, are not wanted.</summary>
internal static class Refusal
{
    public static void Unless(Action check)
    {
        try
        {
            check();
        }
        catch (LifecycleException exception)
        {
            Exit(exception.Message);
        }
    }

    [DoesNotReturn]
    public static void Exit(string mistake)
    {
        Cause.Tell(mistake);
        Environment.Exit(CommandLineCheck.ExitCode);
    }
}
