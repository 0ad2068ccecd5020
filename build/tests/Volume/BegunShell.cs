using Lifecycle.Shells;

namespace Lifecycle.Tests.Volume;

/// <summary>A shell in which each command begins with another.</summary>
internal sealed class BegunShell(IShell shell, string first) : IShell
{
    public string Name => shell.Name;

    public Task<IRunningCommand> StartAsync(Command command, bool withInput, CancellationToken cancellationToken) =>
        shell.StartAsync(command with { Script = $"{first}\n{command.Script}" }, withInput, cancellationToken);
}
