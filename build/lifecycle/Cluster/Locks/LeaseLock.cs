using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Environments;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Locks;

/// <summary>
/// A Lease in the namespace, held by one operation at a time on any machine, and renewed while it is. A dead holder's lease
/// expires; what it has noted stays until somebody has seen to it.
/// </summary>
internal sealed class LeaseLock : IOperationLock
{
    public static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _released = new();
    private readonly LeaseApi _lease;
    private readonly TimeProvider _clock;
    private readonly string _holder;
    private readonly string _verb;
    private readonly Task _renewing;
    private readonly SemaphoreSlim _writing = new(1);
    private V1Lease _last;
    private string? _note;
    private bool _noted;

    private LeaseLock(LeaseApi lease, TimeProvider clock, string holder, string verb, V1Lease taken, string? leftBehind)
    {
        _verb = verb;
        LeftBehind = leftBehind;
        _last = taken;
        _lease = lease;
        _clock = clock;
        _holder = holder;
        _renewing = RenewAsync(_released.Token);
    }

    /// <summary>Null where there is no such namespace.</summary>
    /// <exception cref="ConflictException">Somebody else holds it; the message names them.</exception>
    public static async Task<LeaseLock?> AcquireAsync(Kubernetes client, ClusterOptions options, string verb, CancellationToken cancellationToken)
    {
        var lease = new LeaseApi(client, options.Namespace);
        return await new LeaseAcquisition(lease, verb, options.Clock).RunAsync(options.LockWait, cancellationToken) is (var holder, var taken, var leftBehind)
            ? new LeaseLock(lease, options.Clock, holder, verb, taken, leftBehind)
            : null;
    }

    public string? LeftBehind { get; }

    public bool IsReleased => _released.IsCancellationRequested;

    public async Task NoteAsync(string line, CancellationToken cancellationToken)
    {
        (_note, _noted) = (line, true);
        await RequireHeldAsync(cancellationToken);
    }

    public void Settle() => (_note, _noted) = (null, true);

    // Asked by a write: only that keeps somebody who waits for it to expire from taking it in this very moment.
    public async Task RequireHeldAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; !await TryRenewAsync(mayFail: attempt == 1, cancellationToken); attempt++)
            {
                var lease = await _lease.ReadAsync(cancellationToken);
                _last = lease.IsHeldBy(_holder) ? lease! : throw new ConflictException(
                    lease is null || lease.IsFree() ? $"The lock of namespace {_lease.Namespace} was removed" : $"The lock of namespace {_lease.Namespace} was lost to {lease.Describe(_clock.GetUtcNow())}",
                    "Nothing destructive was done after that. Run it again when nobody else is at work");
            }
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    public async Task<bool> TryTakeBackAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var found = await _lease.ReadAsync(cancellationToken);
            if (!found.IsFree() || await _lease.TryTakeAsync(found, _holder, _verb, _clock.GetUtcNow(), cancellationToken) is not { } taken)
            {
                return false;
            }

            _last = taken;
            return true;
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _released.Dispose();
        await _lease.ReleaseAsync(_holder, _last, Annotate);
        _writing.Dispose();
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RenewInterval, _clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                // Whoever asks meanwhile whether the lock is held waits for this one.
                using var limit = new CancellationTokenSource(RenewInterval, _clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
                await RequireHeldAsync(either.Token);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is LifecycleException or HttpOperationException or HttpRequestException or IOException or JsonException or UnauthorizedAccessException or KubeConfigException or OperationCanceledException)
            {
                // Whatever it was, it is tried again at the next tick: a lock that nobody renews is another's. Whether the lock is still held is asked when it matters.
            }
        }
    }

    /// <summary>From where this holder has written last, which is one request. False where anybody has written since.</summary>
    /// <param name="mayFail">Also where no answer came: a write that did go through meets itself in the next one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private async Task<bool> TryRenewAsync(bool mayFail, CancellationToken cancellationToken)
    {
        _last.Spec.RenewTime = _clock.GetUtcNow().UtcDateTime;
        Annotate(_last);
        try
        {
            if (await _lease.TryReplaceAsync(_last, cancellationToken) is not { } written)
            {
                return false;
            }

            _last = written;
            return true;
        }
        catch (UnreachableException) when (mayFail)
        {
            return false;
        }
    }

    private void Annotate(V1Lease lease)
    {
        if (_noted)
        {
            lease.SetNote(_note);
        }
    }
}
