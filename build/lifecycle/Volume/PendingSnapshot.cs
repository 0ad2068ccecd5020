using Lifecycle.Redis;
using Lifecycle.Shells;

namespace Lifecycle.Volume;

/// <summary>The command, until there is a snapshot that owns it. Given up, it is ended, and what it has left is removed.</summary>
internal sealed class PendingSnapshot(IRunningCommand command) : IAsyncDisposable
{
    private readonly AgentAnswer _answer = new(command.Output);
    private bool _isTaken;

    /// <summary>Where it may have begun; null while it has not been asked for.</summary>
    public VolumeAgent? Volume { get; set; }

    /// <summary>Null where the agent ends instead.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> ReadSectionsAsync(CancellationToken cancellationToken)
    {
        var sections = await _answer.ReadSectionsAsync(cancellationToken);
        return _answer.Remaining is null ? null : sections;
    }

    public async Task AskAsync(VolumeAgent there, CancellationToken cancellationToken)
    {
        Volume = there;
        await command.TellAsync("snapshot", cancellationToken);
        await _answer.EndContentAsync(cancellationToken);
    }

    public async Task<Snapshot?> OpenAsync(RedisLayout layout, CancellationToken cancellationToken)
    {
        if (await ReadSectionsAsync(cancellationToken) is not { } sections)
        {
            return null;
        }

        var snapshot = new Snapshot(Volume!, command, _answer, SnapshotHead.Parse(sections, layout, TimeProvider.System.GetUtcNow()));
        _isTaken = true;
        return snapshot;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isTaken)
        {
            return;
        }

        await _answer.DisposeAsync();
        await command.DisposeAsync();
        if (Volume is not null)
        {
            await Volume.ReleaseAsync(CancellationToken.None);
        }
    }
}
