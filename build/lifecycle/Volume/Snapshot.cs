using Lifecycle.Redis;
using Lifecycle.Shells;

namespace Lifecycle.Volume;

/// <summary>A snapshot on its way: its head, and its content to be read. Disposed, nothing of it is left on the volume.</summary>
public sealed class Snapshot : IAsyncDisposable
{
    private readonly VolumeAgent _volume;
    private readonly IRunningCommand _command;
    private readonly AgentAnswer _answer;
    private bool _completed;

    internal Snapshot(VolumeAgent volume, IRunningCommand command, AgentAnswer answer, SnapshotHead head) =>
        (_volume, _command, _answer, Head) = (volume, command, answer, head);

    public SnapshotHead Head { get; }

    /// <summary>The files, one after the other.</summary>
    public Stream Content => _answer;

    /// <summary>To be called when the content was read: it is whole.</summary>
    /// <exception cref="ShellException">It is not.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var exit = await _command.EndAsync(cancellationToken);
        _completed = exit.Succeeded && _answer.Remaining == 0
            ? true
            : throw new ShellException($"{_volume.Name}: reading the snapshot ended early: {exit.Reason}");
    }

    // Also after Ctrl-C. Where Redis is gone, the next snapshot ends the sender and clears its folder.
    public async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        await _answer.DisposeAsync();
        if (!_completed)
        {
            await _volume.ReleaseAsync(CancellationToken.None);
        }
    }
}
