using Lifecycle.Shells;

namespace Lifecycle.Tests.Streams;

/// <summary>A shell whose commands are reached in their half's turns: what fails then is the connection to a command.</summary>
internal sealed class ScheduledShell(IShell shell, ScheduledHalf half) : IShell
{
    public string Name => shell.Name;

    public async Task<IRunningCommand> StartAsync(Command command, bool withInput, CancellationToken cancellationToken) =>
        new Running(await shell.StartAsync(command, withInput, cancellationToken), half);

    private sealed class Running(IRunningCommand command, ScheduledHalf half) : IRunningCommand
    {
        public Stream Input { get; } = command.Input;

        public Stream Output { get; } = new ScheduledReader(command.Output, half, size: 10);

        public async Task<Exit> EndAsync(CancellationToken cancellationToken)
        {
            await half.TurnAsync(cancellationToken);
            return await command.EndAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => command.DisposeAsync();
    }
}
