using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>
/// The logs of an owner that began after one. Whoever cannot go on with a log begins another, under keys of its own, and so
/// would not be fenced by what another archiver goes on to store: of the two it is the older that ends.
/// </summary>
internal sealed class YoungerLogs(IBackupStore store, Owner owner, BackupName generation, TimeProvider clock)
{
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1);

    private readonly Dictionary<BackupName, long> _ends = [];
    private bool _hasGrown;
    private bool _isKnown;
    private long? _asked;

    public bool IsDue => _asked is not { } asked || clock.GetElapsedTime(asked) >= Often;

    /// <summary>Whether somebody has stored something there since this was asked first. What a clock that was ahead has left is passed over.</summary>
    public async Task<bool> HaveGrownAsync(CancellationToken cancellationToken)
    {
        _asked = clock.GetTimestamp();
        await foreach (var stored in store.ListAsync(SegmentKey.Beginning($"{owner}/"), SegmentKey.Beginning($"{owner}/{generation}/~"), cancellationToken))
        {
            if (SegmentKey.Recognise(stored.Key) is { } key && key.Number > _ends.GetValueOrDefault(key.Generation))
            {
                _ends[key.Generation] = key.Number;
                _hasGrown |= _isKnown;
            }
        }

        _isKnown = true;
        return _hasGrown;
    }
}
