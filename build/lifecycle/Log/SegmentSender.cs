using System.Diagnostics.CodeAnalysis;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Waiting;

namespace Lifecycle.Log;

/// <summary>Stores segments, however long that takes. A key that is taken already fences: somebody else goes on from the same place.</summary>
internal sealed class SegmentSender(IBackupStore store, IReporter reporter, TimeProvider clock)
{
    private static readonly Pace Retries = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));

    /// <summary>Unlike any other archiver's.</summary>
    public string Writer { get; } = Guid.NewGuid().ToString("n")[..8];

    /// <param name="key">Where.</param>
    /// <param name="segment">What.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">Another archiver has stored another segment there, or the store refuses it.</exception>
    public async Task SendAsync(SegmentKey key, PackedSegment segment, CancellationToken cancellationToken)
    {
        var patience = new Patience(TimeSpan.MaxValue, clock, Retries);
        while (await TrySendAsync(key, segment, cancellationToken) is { } failure)
        {
            if (patience.Reason.Length == 0)
            {
                patience.Reason = failure.Problem;
                reporter.Warn($"{failure.Problem}. The log waits on the volume until the store answers.");
            }

            await patience.PauseAsync(cancellationToken);
        }

        if (patience.Reason.Length > 0)
        {
            reporter.Info($"{store.Location} answers again, after {Human.Duration(patience.Waited)}");
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "Disposed of by await using.")]
    private async Task<LifecycleException?> TrySendAsync(SegmentKey key, PackedSegment segment, CancellationToken cancellationToken)
    {
        try
        {
            await using var upload = await store.CreateAsync(key.ToString(), cancellationToken);
            await upload.Content.WriteAsync(segment.Content, cancellationToken);
            await upload.CompleteAsync(cancellationToken);
            return null;
        }
        catch (AlreadyStoredException)
        {
            // Stored by an earlier try, whose answer was lost.
            await using var stored = await StoredSegment.OpenAsync(store, key, cancellationToken);
            return stored.Head.Writer == Writer && stored.Head.Sha256 == segment.Head.Sha256
                ? null
                : throw new LifecycleException($"Another archiver stores the log of {key.Owner.Name} in {store.Location}, and was first", "End one of the two; one Archive is enough");
        }
        catch (UnreachableException exception)
        {
            return exception;
        }
    }
}
