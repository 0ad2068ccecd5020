using System.Runtime.InteropServices;

namespace Targets.CommandLine;

/// <summary>Ctrl-C and a polite kill: the first cancels and lets everything clean up, a second ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>What a shell reports for a program that SIGINT has ended.</summary>
    public const int ExitCode = 130;

    private static readonly CancellationTokenSource Source = new();
    private readonly PosixSignalRegistration _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
    private readonly PosixSignalRegistration _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

    private Interruption()
    {
    }

    /// <summary>Honoured by every target.</summary>
    public static CancellationToken Token => Source.Token;

    public bool Requested => Source.IsCancellationRequested;

    public static Interruption Listen() => new();

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }

    private static void Cancel(PosixSignalContext context)
    {
        if (!Source.IsCancellationRequested)
        {
            context.Cancel = true;
            Source.Cancel();
        }
    }
}
