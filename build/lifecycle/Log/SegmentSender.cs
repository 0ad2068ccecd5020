using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>
/// Stores the segments of one log, however long that takes. A key that is taken already fences: somebody else goes on from the
/// same place.
/// </summary>
/// <param name="store">Where.</param>
/// <param name="owner">Whose log it is.</param>
/// <param name="head">Where it goes on.</param>
/// <param name="reporter">Is told when the store does not answer.</param>
/// <param name="clock">By which it is waited.</param>
internal sealed class SegmentSender(IBackupStore store, Owner owner, LogHead head, IReporter reporter, TimeProvider clock)
{
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(5);

    private readonly YoungerLogs _younger = new(store, owner, head.Generation, clock);
    private readonly StoreWait _wait = new(store, reporter, clock);
    private long _number = head.Number;

    /// <summary>Unlike any other archiver's.</summary>
    public string Writer { get; } = Guid.NewGuid().ToString("n")[..8];

    /// <summary>It was tried, and the store does not answer.</summary>
    public bool IsAway => _wait.IsAway;

    /// <param name="segment">The one that follows the last.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">Another archiver has stored another segment there, or the store refuses it.</exception>
    public async Task SendAsync(PackedSegment segment, CancellationToken cancellationToken)
    {
        var key = new SegmentKey(owner, head.Generation, _number, segment.From);
        await _wait.UntilDoneAsync(token => SendOnceAsync(key, segment, token), cancellationToken);
        _number++;
    }

    /// <summary>
    /// Stores it, and looks whether another archiver goes on as well. Where one increment ends and the next begins there are two
    /// places for one number, and so two keys: whoever finds another's gives up, and takes along its own, which the other reads.
    /// </summary>
    /// <exception cref="LifecycleException">Another archiver goes on from there as well, or the store refuses it.</exception>
    public async Task SendAloneAsync(PackedSegment segment, CancellationToken cancellationToken)
    {
        var mine = new SegmentKey(owner, head.Generation, _number, segment.From);
        await SendAsync(segment, cancellationToken);
        if (await _wait.UntilAnsweredAsync(token => HasOtherAsync(mine, token), cancellationToken))
        {
            var left = await store.DeleteAsync([mine.ToString()], cancellationToken);
            throw Fenced(left.Count > 0 ? $". {store.Locate(mine.ToString())} is in its way and cannot be removed ({left.Values.First()}): remove it by hand" : "");
        }
    }

    /// <summary>Of an archiver that has begun a log of its own no key tells. Nobody looks at Redis' files meanwhile: what takes long is asked another time.</summary>
    /// <param name="atOnce">Else once a minute.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">Another archiver goes on with a log that began after this one.</exception>
    public async Task RequireYoungestAsync(bool atOnce, CancellationToken cancellationToken)
    {
        if (!atOnce && !_younger.IsDue)
        {
            return;
        }

        using var limit = new CancellationTokenSource(LookLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            if (await _younger.HaveGrownAsync(either.Token))
            {
                throw Fenced();
            }
        }
        catch (Exception exception) when (exception is UnreachableException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Asked again in a minute.
        }
    }

    private async Task<bool> HasOtherAsync(SegmentKey mine, CancellationToken cancellationToken)
    {
        await foreach (var stored in store.ListAsync(mine.BeginningOfNumber, cancellationToken))
        {
            if (SegmentKey.Recognise(stored.Key) is { } other && other != mine)
            {
                return true;
            }
        }

        return false;
    }

    private async Task SendOnceAsync(SegmentKey key, PackedSegment segment, CancellationToken cancellationToken)
    {
        try
        {
            await store.PutAsync(key.ToString(), segment.Content, cancellationToken);
        }
        catch (AlreadyStoredException)
        {
            // By an earlier try, whose answer was lost?
            await using var stored = await StoredSegment.OpenAsync(store, key, cancellationToken);
            if (stored.Head.Writer != Writer || stored.Head.Sha256 != segment.Head.Sha256)
            {
                throw Fenced();
            }
        }
    }

    private LifecycleException Fenced(string left = "") => new($"Another archiver stores the log of {owner.Name} in {store.Location} as well{left}", "End one of the two; one Archive is enough");
}
