using System.ComponentModel;
using System.Diagnostics;

namespace Lifecycle.Shells;

/// <summary>Commands as processes of this machine, with a working directory and environment of their own.</summary>
public sealed class LocalShell(string name, string workingDirectory, IReadOnlyDictionary<string, string> environment) : IShell
{
    private const int MaximumErrorCharacters = 8 * 1024;

    public string Name => name;

    public async Task<Exit> RunAsync(Command command, Stream? input, Stream? output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        using var process = Start(command);
        try
        {
            // Whoever fails first ends the process, so that the other streams end too and nobody waits for ever.
            var error = ReadErrorAsync(process, cancellationToken);
            var feeding = EndOnFailure(process, FeedAsync(process, input, cancellationToken));
            var draining = EndOnFailure(process, process.StandardOutput.BaseStream.CopyToAsync(output ?? Stream.Null, cancellationToken));
            await Task.WhenAll(feeding, draining, error);
            await process.WaitForExitAsync(cancellationToken);
            return new Exit(process.ExitCode, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start(Command command)
    {
        var arguments = command.ToArguments();
        var start = new ProcessStartInfo(arguments[0], arguments.Skip(1))
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        try
        {
            return Process.Start(start) ?? throw new ShellException($"{Name}: {arguments[0]} did not start");
        }
        catch (Win32Exception exception)
        {
            throw new ShellException($"{Name}: {arguments[0]} did not start: {exception.Message}", exception);
        }
    }

    private static async Task FeedAsync(Process process, Stream? input, CancellationToken cancellationToken)
    {
        await using var stdin = process.StandardInput.BaseStream;
        if (input is null)
        {
            return;
        }

        var buffer = new byte[128 * 1024];
        int read;
        while ((read = await input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            try
            {
                await stdin.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
            catch (IOException)
            {
                // The command stopped reading: its exit status says why, and says it better.
                return;
            }
        }
    }

    private static async Task EndOnFailure(Process process, Task task)
    {
        try
        {
            await task;
        }
        catch when (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task<string> ReadErrorAsync(Process process, CancellationToken cancellationToken)
    {
        var buffer = new char[MaximumErrorCharacters];
        var length = await process.StandardError.ReadBlockAsync(buffer, cancellationToken);
        await process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
        return new string(buffer, 0, length);
    }
}
