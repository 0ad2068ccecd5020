using System.Globalization;
using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Lifecycle.Operations;

namespace Lifecycle.Cluster;

/// <summary>
/// A Lease in the namespace, held by one operation at a time on any machine. Every write names the version it has read, so
/// of two that come at once the server lets one through. Renewed while it is held; a dead holder's lease expires.
/// </summary>
internal sealed class LeaseLock : IOperationLock
{
    public const string LeaseName = "redis-lifecycle";
    private const string VerbAnnotation = "redis-lifecycle/operation";
    private const string NoteAnnotation = "redis-lifecycle/note";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _released = new();
    private readonly Kubernetes _client;
    private readonly string _namespace;
    private readonly string _holder;
    private readonly Task _renewing;
    private string? _note;
    private bool _noted;

    private LeaseLock(Kubernetes client, string @namespace, string holder, string? leftBehind)
    {
        LeftBehind = leftBehind;
        _client = client;
        _namespace = @namespace;
        _holder = holder;
        _renewing = RenewAsync(_released.Token);
    }

    /// <summary>Null where there is no such namespace.</summary>
    /// <exception cref="LifecycleException">Somebody else holds it; the message names them.</exception>
    public static async Task<LeaseLock?> AcquireAsync(Kubernetes client, string @namespace, string verb, TimeSpan wait, CancellationToken cancellationToken)
    {
        var holder = $"{Environment.UserName}@{Environment.MachineName} pid {Environment.ProcessId} ({Guid.NewGuid().ToString("N")[..6]})";
        var deadline = DateTimeOffset.UtcNow + wait;
        V1Lease? seen = null;
        var seenSince = DateTimeOffset.UtcNow;
        while (true)
        {
            var lease = await ReadAsync(client, @namespace, cancellationToken);
            if (lease?.Metadata.ResourceVersion != seen?.Metadata.ResourceVersion)
            {
                (seen, seenSince) = (lease, DateTimeOffset.UtcNow);
            }

            // Clocks differ: an expired lease is also watched for longer than a live holder takes to renew it.
            if (lease?.Spec.HolderIdentity is not { Length: > 0 } || (IsExpired(lease) && DateTimeOffset.UtcNow - seenSince > RenewInterval + RenewInterval / 3))
            {
                if (lease is null && await IsMissingAsync(client, @namespace, cancellationToken))
                {
                    return null;
                }

                var leftBehind = lease?.GetAnnotation(NoteAnnotation);
                if (await TryTakeAsync(client, @namespace, lease, holder, verb, cancellationToken))
                {
                    var held = new LeaseLock(client, @namespace, holder, leftBehind);
                    await held.ConfirmAsync(cancellationToken);
                    return held;
                }

                continue;
            }

            if (!IsExpired(lease) && DateTimeOffset.UtcNow >= deadline)
            {
                throw new LifecycleException(
                    $"{Describe(lease)} is at work in namespace {@namespace}",
                    string.Create(CultureInfo.InvariantCulture, $"Run {verb} again when it is through; if it has died, its lock expires within {Duration.TotalSeconds:0} s"));
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    public string? LeftBehind { get; }

    public async Task NoteAsync(string? line, CancellationToken cancellationToken)
    {
        _note = line;
        _noted = true;
        await RequireHeldAsync(cancellationToken);
    }

    // Asked by a write: only that keeps somebody who waits for it to expire from taking it in this very moment.
    public async Task RequireHeldAsync(CancellationToken cancellationToken)
    {
        while (!await TryRenewAsync(cancellationToken))
        {
            var lease = await ReadAsync(_client, _namespace, cancellationToken);
            if (lease?.Spec.HolderIdentity == _holder)
            {
                continue;
            }

            throw new LifecycleException(
                lease?.Spec.HolderIdentity is { Length: > 0 } ? $"The lock of namespace {_namespace} was lost to {Describe(lease)}" : $"The lock of namespace {_namespace} was removed",
                "Nothing destructive was done after that. Run it again when nobody else is at work");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _released.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _released.Dispose();
        _note = null;
        await ReleaseAsync(_client, _namespace, _holder, Annotate);
    }

    private async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RequireHeldAsync(cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private static async Task ReleaseAsync(Kubernetes client, string @namespace, string holder, Action<V1Lease> annotate)
    {
        try
        {
            if (await ReadAsync(client, @namespace, CancellationToken.None) is { } lease && lease.Spec.HolderIdentity == holder)
            {
                lease.Spec.HolderIdentity = null;
                annotate(lease);
                _ = await TryWriteAsync(() => client.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, LeaseName, @namespace));
            }
        }
        catch (LifecycleException)
        {
            // No server to release it at: it expires, and what the operation came to is what counts.
        }
    }

    private static Task<V1Lease?> ReadAsync(Kubernetes client, string @namespace, CancellationToken cancellationToken) =>
        client.CoordinationV1.ReadNamespacedLeaseAsync(LeaseName, @namespace, cancellationToken: cancellationToken).OrNullAsync();

    private static async Task<bool> IsMissingAsync(Kubernetes client, string @namespace, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CoreV1.ReadNamespaceAsync(@namespace, cancellationToken: cancellationToken).OrNullAsync() is null;
        }
        catch (LifecycleException exception) when (exception.InnerException is ForbiddenException)
        {
            // Whether it may write the lease is what counts.
            return false;
        }
    }

    private static async Task<bool> TryTakeAsync(Kubernetes client, string @namespace, V1Lease? previous, string holder, string verb, CancellationToken cancellationToken)
    {
        var now = DateTime.UtcNow;
        var lease = previous ?? new V1Lease { ApiVersion = V1Lease.KubeGroup + "/" + V1Lease.KubeApiVersion, Kind = V1Lease.KubeKind, Metadata = new V1ObjectMeta { Name = LeaseName }, Spec = new V1LeaseSpec() };
        lease.SetAnnotation(VerbAnnotation, verb);
        lease.Spec.HolderIdentity = holder;
        lease.Spec.LeaseDurationSeconds = (int)Duration.TotalSeconds;
        lease.Spec.AcquireTime = now;
        lease.Spec.RenewTime = now;
        lease.Spec.LeaseTransitions = (lease.Spec.LeaseTransitions ?? 0) + 1;
        try
        {
            return await TryWriteAsync(() => previous is null
                ? client.CoordinationV1.CreateNamespacedLeaseAsync(lease, @namespace, cancellationToken: cancellationToken)
                : client.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, LeaseName, @namespace, cancellationToken: cancellationToken));
        }
        catch
        {
            // The server may have done it all the same, and only its answer was lost.
            await ReleaseAsync(client, @namespace, holder, _ => { });
            throw;
        }
    }

    /// <summary>False where somebody else wrote first, or removed it.</summary>
    private static async Task<bool> TryWriteAsync(Func<Task<V1Lease>> write)
    {
        try
        {
            _ = await write();
            return true;
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private static bool IsExpired(V1Lease lease) =>
        lease.Spec.RenewTime is not { } renewed || renewed.AddSeconds(lease.Spec.LeaseDurationSeconds ?? 0) < DateTime.UtcNow;

    private static string Describe(V1Lease lease)
    {
        var since = lease.Spec.AcquireTime is { } time ? $" since {time.ToString("u", CultureInfo.InvariantCulture)} ({Reporting.Text.Age(DateTime.UtcNow - time)} ago)" : "";
        return $"{lease.GetAnnotation(VerbAnnotation) ?? "Another operation"} by {lease.Spec.HolderIdentity}{since}";
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RenewInterval);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                _ = await TryRenewAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is LifecycleException or HttpOperationException)
            {
                // Tried again at the next tick. Whether the lock is still held is asked when it matters.
            }
        }
    }

    // What a dead holder has noted stays until somebody has seen to it.
    private void Annotate(V1Lease lease)
    {
        if (_noted && _note is null)
        {
            _ = lease.Metadata.Annotations?.Remove(NoteAnnotation);
        }
        else if (_noted)
        {
            lease.SetAnnotation(NoteAnnotation, _note);
        }
    }

    private async Task<bool> TryRenewAsync(CancellationToken cancellationToken)
    {
        var lease = await ReadAsync(_client, _namespace, cancellationToken);
        if (lease?.Spec.HolderIdentity != _holder)
        {
            return false;
        }

        lease.Spec.RenewTime = DateTime.UtcNow;
        Annotate(lease);
        return await TryWriteAsync(() => _client.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, LeaseName, _namespace, cancellationToken: cancellationToken));
    }
}
