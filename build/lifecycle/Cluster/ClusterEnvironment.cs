using k8s;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Locks;
using Lifecycle.Cluster.Pods;
using Lifecycle.Cluster.Verbs;
using Lifecycle.Environments;
using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Volume;

namespace Lifecycle.Cluster;

/// <summary>Redis in a namespace of a Kubernetes cluster.</summary>
public sealed class ClusterEnvironment : IEnvironment
{
    private readonly Kubernetes _client;
    private readonly ClusterOptions _options;
    private IOperationLock _lock = NoLock.Instance;

    private ClusterEnvironment(Kubernetes client, ClusterOptions options, IReporter reporter)
    {
        _client = client;
        _options = options;
        Redis = new ClusterRedis(client, options, reporter, () => Held);
    }

    public string Name => $"namespace {_options.Namespace} at {_client.BaseUri.Authority}";

    public IRedisHost Redis { get; }

    /// <exception cref="Failures.LifecycleException">There is no kubeconfig, or it cannot be used.</exception>
    public static async Task<ClusterEnvironment> ConnectAsync(ClusterOptions options, IReporter reporter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var client = await KubeAccess.ConnectAsync(options, cancellationToken);
        return options.AuthSecret is not { } secret
            ? new ClusterEnvironment(client, options, reporter)
            : new ClusterEnvironment(client, options with { Access = new RedisAccess { User = options.Access.User, Password = await RedisSecret.ReadAsync(client, options.Namespace, secret, cancellationToken) } }, reporter);
    }

    public Task<Owner> IdentifyAsync(CancellationToken cancellationToken) => new Identity(_client, _options).FindAsync(cancellationToken);

    public Task<Verdict> DeployAsync(IReporter reporter, bool dryRun, CancellationToken cancellationToken) =>
        new Deployment(_client, _options, reporter).RunAsync(dryRun, cancellationToken);

    public async Task<Presence> FindPresenceAsync(CancellationToken cancellationToken) =>
        await new Workload(_client, _options).FindControllerAsync(cancellationToken) is { Metadata.DeletionTimestamp: null } ? Presence.Redis
        : await new ClaimRemoval(_client, _options).FindAsync(cancellationToken) is { Count: > 0 } claims
            && await new Identity(_client, _options).FindClaimAsync(cancellationToken) is { } own && claims.Any(claim => claim.Name == own) ? Presence.VolumeOnly
        : Presence.Nothing;

    /// <summary>In a cluster, what is not deployed is deployed only when asked to.</summary>
    public Task EnsureRedisAsync(IReporter reporter, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<Check>> VerifyAsync(IReporter reporter, CancellationToken cancellationToken) =>
        new Inspection(_client, _options).RunAsync(cancellationToken);

    public Task<Verdict> DestroyAsync(IReporter reporter, bool keepVolume, bool dryRun, CancellationToken cancellationToken) =>
        new Removal(_client, _options, reporter).RunAsync(keepVolume, dryRun, cancellationToken);

    public async Task<IThrowawayRedis> StartThrowawayAsync(IReporter reporter, CancellationToken cancellationToken) =>
        await ThrowawayClusterRedis.StartAsync(_client, _options, reporter, Held, cancellationToken);

    public async Task<IOperationLock> LockAsync(string verb, CancellationToken cancellationToken) =>
        _lock = await LeaseLock.AcquireAsync(_client, _options, verb, cancellationToken) ?? (IOperationLock)NoLock.Instance;

    /// <summary>The last that was taken, unless it was let go.</summary>
    private IOperationLock Held => _lock is LeaseLock { IsReleased: true } ? NoLock.Instance : _lock;

    public void Dispose() => _client.Dispose();
}
