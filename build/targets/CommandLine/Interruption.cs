using System.Runtime.InteropServices;
using Lifecycle.Failures;

namespace Targets.CommandLine;

/// <summary>Ctrl-C and a polite kill: the first cancels and lets everything clean up, a second ends the process at once.</summary>
internal static class Interruption
{
    /// <summary>What a shell reports for a program that SIGINT has ended.</summary>
    public const int ExitCode = 130;

    private static readonly CancellationTokenSource Source = new();
    private static PosixSignalRegistration[] s_registrations = [];

    /// <summary>Honoured by every target.</summary>
    public static CancellationToken Token => Source.Token;

    public static bool Requested => Source.IsCancellationRequested;

    /// <summary>Somebody has asked for the end, and what ran says itself how it has come to it.</summary>
    public static bool Heeded { get; private set; }

    /// <summary>Something was cut after all.</summary>
    public static void Cut() => Heeded = false;

    public static void Listen() => s_registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Cancel))];

    /// <summary>For what runs until it is told to end: to be told so is no interruption, and a failure then is one.</summary>
    public static async Task HeedAsync(Task run)
    {
        try
        {
            await run;
        }
        catch (LifecycleException)
        {
            Heeded = Requested;
            throw;
        }

        Heeded = Requested;
    }

    /// <summary>Before whatever an engine does on Ctrl-C: whoever listens last hears first.</summary>
    public static void ComeFirst()
    {
        var earlier = s_registrations;
        Listen();
        Array.ForEach(earlier, registration => registration.Dispose());
    }

    private static void Cancel(PosixSignalContext context)
    {
        if (Requested)
        {
            return;
        }

        context.Cancel = true;
        Source.Cancel();

        // An engine's own handler would print a summary of a run that goes on to print one: it does not get its turn.
        Thread.Sleep(Timeout.Infinite);
    }
}
