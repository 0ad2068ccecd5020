using Lifecycle.Shells;
using Lifecycle.Streams;

namespace Lifecycle.Tests.Faults;

/// <summary>A real shell, one step of which meets a fault. A command is a step, and so are the first words that it is told.</summary>
internal sealed class FaultyShell(IShell shell, Fault fault, Func<Command, bool> meets, Func<Task> strike) : IShell
{
    public string Name => shell.Name;

    public bool WasReached { get; private set; }

    public bool IsCut => fault is Fault.CutBefore or Fault.CutAfter && WasReached;

    public async Task<IRunningCommand> StartAsync(Command command, bool withInput, CancellationToken cancellationToken)
    {
        await MeetAsync(command);
        var isCut = IsCut;
        return new FaultyCommand(this, command, await shell.StartAsync(command, withInput, cancellationToken)) { IsCut = isCut };
    }

    /// <exception cref="ShellException">The step does not come to be.</exception>
    private async Task MeetAsync(Command command)
    {
        if (IsCut)
        {
            throw new ShellException("cut");
        }

        if (WasReached || !meets(command))
        {
            return;
        }

        WasReached = true;
        if (fault is not (Fault.CutBefore or Fault.CutAfter or Fault.Refused))
        {
            await strike();
        }

        if (fault is Fault.CutBefore or Fault.Refused or Fault.PodReplaced)
        {
            throw new ShellException("cut");
        }
    }

    private sealed class FaultyCommand(FaultyShell owner, Command command, IRunningCommand running) : IRunningCommand
    {
        private Stream? _input;

        /// <summary>Nobody hears how it ended.</summary>
        public bool IsCut { get; set; }

        public Stream Input => _input ??= new FaultyInput(this, running.Input);

        public Stream Output => running.Output;

        public async Task<Exit> EndAsync(CancellationToken cancellationToken)
        {
            var exit = await running.EndAsync(cancellationToken);
            return IsCut ? throw new ShellException("cut") : exit;
        }

        public ValueTask DisposeAsync() => running.DisposeAsync();

        public async Task MeetAsync()
        {
            await owner.MeetAsync(command);
            IsCut |= owner.IsCut;
        }
    }

    private sealed class FaultyInput(FaultyCommand command, Stream input) : WriteOnlyStream
    {
        private bool _hasBegun;

        public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_hasBegun)
            {
                _hasBegun = true;
                await command.MeetAsync();
            }

            await input.WriteAsync(buffer, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => input.FlushAsync(cancellationToken);

        public override async ValueTask DisposeAsync()
        {
            await input.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
