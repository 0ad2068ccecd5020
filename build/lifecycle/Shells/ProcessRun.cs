using System.ComponentModel;
using System.Diagnostics;

namespace Lifecycle.Shells;

/// <summary>A process of this machine, and all that it starts: disposed of, they are gone.</summary>
public sealed class ProcessRun : IRunningCommand
{
    private const int MaximumErrorCharacters = 8 * 1024;

    private readonly Process _process;
    private readonly CancellationTokenSource _disposed = new();
    private readonly Task<string> _error;
    private readonly ProcessInput? _input;

    private ProcessRun(Process process, bool withInput)
    {
        _process = process;
        _error = ReadErrorAsync(_disposed.Token);
        if (withInput)
        {
            _input = new ProcessInput(process.StandardInput.BaseStream);
        }
        else
        {
            process.StandardInput.Close();
        }
    }

    public Stream Input => _input ?? throw new InvalidOperationException("The process was started without input.");

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="ProgramNotFoundException">There is no such program, or no such working directory.</exception>
    /// <exception cref="ShellException">It does not start.</exception>
    public static ProcessRun Start(ProcessStartInfo start, bool withInput)
    {
        ArgumentNullException.ThrowIfNull(start);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new ProcessRun(Start(start), withInput);
    }

    /// <summary>Runs one that reads and writes where this process does; given up, it is ended with all that it started.</summary>
    /// <returns>Its exit status.</returns>
    /// <exception cref="ProgramNotFoundException">There is no such program, or no such working directory.</exception>
    /// <exception cref="ShellException">It does not start.</exception>
    public static async Task<int> RunInForegroundAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        using var process = Start(start);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        finally
        {
            await EndAsync(process);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        const int NoSuchFile = 2;
        try
        {
            return Process.Start(start) ?? throw new ShellException($"{start.FileName} did not start");
        }
        catch (Win32Exception exception) when (exception.NativeErrorCode == NoSuchFile)
        {
            throw new ProgramNotFoundException($"{start.FileName} did not start: {exception.Message}", exception);
        }
        catch (Win32Exception exception)
        {
            throw new ShellException($"{start.FileName} did not start: {exception.Message}", exception);
        }
    }

    public async Task<Exit> EndAsync(CancellationToken cancellationToken)
    {
        await Output.CopyToAsync(Stream.Null, cancellationToken);
        var error = await _error.WaitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return new Exit(_process.ExitCode, error);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_process);
        await _disposed.CancelAsync();
        await ((Task)_error).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _disposed.Dispose();
        _process.Dispose();
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task<string> ReadErrorAsync(CancellationToken cancellationToken)
    {
        var buffer = new char[MaximumErrorCharacters];
        var length = await _process.StandardError.ReadBlockAsync(buffer, cancellationToken);
        await _process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
        return new string(buffer, 0, length);
    }
}
