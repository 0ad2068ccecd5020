using System.Globalization;
using k8s.Models;
using Lifecycle.Failures;
using Lifecycle.Waiting;

namespace Lifecycle.Cluster.Locks;

/// <summary>Waits for a Lease to be free, or its holder to be dead, and takes it.</summary>
internal sealed class LeaseAcquisition(LeaseApi lease, string verb, TimeProvider clock)
{
    private static readonly Pace Poll = Pace.Steady(TimeSpan.FromSeconds(1));

    // Clocks differ: an expired lease is also watched for longer than a live holder takes to renew it.
    private static readonly TimeSpan Watch = LeaseLock.RenewInterval + (LeaseLock.RenewInterval / 3);

    private readonly string _holder = $"{Environment.UserName}@{Environment.MachineName} pid {Environment.ProcessId} ({Guid.NewGuid().ToString("N")[..6]})";

    /// <returns>Its holder, the lease as it was taken, and what the one before has left behind; null where there is no such namespace.</returns>
    /// <exception cref="ConflictException">Somebody else holds it; the message names them.</exception>
    public async Task<(string Holder, V1Lease Taken, string? LeftBehind)?> RunAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var patience = new Patience(wait, clock, Poll);
        var watch = new Patience(Watch, clock, Poll);
        V1Lease? seen = null;
        var lives = false;
        while (true)
        {
            var found = await lease.ReadAsync(cancellationToken);
            if (found?.Metadata.ResourceVersion != seen?.Metadata.ResourceVersion)
            {
                // Expired by a clock here that is ahead, and renewed.
                lives = seen is not null && found is not null;
                seen = found;
                watch.Renew();
            }

            if (found is null || found.IsFree() || (found.IsExpired(clock.GetUtcNow()) && watch.IsOver))
            {
                if (found is null && await lease.IsNamespaceMissingAsync(cancellationToken))
                {
                    return null;
                }

                var leftBehind = found?.Note();
                if (await TryTakeAsync(found, cancellationToken) is { } taken)
                {
                    return (_holder, taken, leftBehind);
                }

                await watch.PauseAsync(cancellationToken);
                continue;
            }

            if ((lives || !found.IsExpired(clock.GetUtcNow())) && patience.IsOver)
            {
                throw new ConflictException(
                    $"{found.Describe(clock.GetUtcNow())} is at work in namespace {lease.Namespace}",
                    string.Create(CultureInfo.InvariantCulture, $"Run {verb} again when it is through; if it has died, its lock expires within {LeaseRecord.Duration.TotalSeconds:0} s"));
            }

            await watch.PauseAsync(cancellationToken);
        }
    }

    private async Task<V1Lease?> TryTakeAsync(V1Lease? previous, CancellationToken cancellationToken)
    {
        try
        {
            return await lease.TryTakeAsync(previous, _holder, verb, clock.GetUtcNow(), cancellationToken);
        }
        catch
        {
            // The server may have done it all the same, and only its answer was lost.
            await lease.ReleaseAsync(_holder, last: null, _ => { });
            throw;
        }
    }
}
