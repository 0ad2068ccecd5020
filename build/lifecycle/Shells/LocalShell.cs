using System.Diagnostics;

namespace Lifecycle.Shells;

/// <summary>Commands as processes of this machine, with a working directory and environment of their own.</summary>
public sealed class LocalShell(string name, string workingDirectory, IReadOnlyDictionary<string, string> environment) : IShell
{
    public string Name => name;

    public Task<IRunningCommand> StartAsync(Command command, bool withInput, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var arguments = command.ToArguments();
        var start = new ProcessStartInfo(arguments[0], arguments.Skip(1)) { WorkingDirectory = workingDirectory };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        try
        {
            return Task.FromResult<IRunningCommand>(ProcessRun.Start(start, withInput));
        }
        catch (ShellException exception)
        {
            throw new ShellException($"{Name}: {exception.Message}", exception);
        }
    }
}
