using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Manifests;
using Lifecycle.Cluster.Pods;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Volume;

namespace Lifecycle.Cluster.Verbs;

/// <summary>A Redis for one drill beside the real one, with a claim of its own.</summary>
internal sealed class ThrowawayClusterRedis : IThrowawayRedis
{
    private readonly Kubernetes _client;
    private readonly ClusterOptions _options;
    private readonly Manifest _manifest;
    private readonly IReadOnlyDictionary<string, string> _labels;
    private readonly ClusterRedis _redis;
    private readonly ThrowawayRemoval _removal;
    private readonly IOperationLock _held;
    private readonly IReporter _reporter;

    private ThrowawayClusterRedis(Kubernetes client, ClusterOptions options, V1StatefulSet throwaway, IReporter reporter, IOperationLock held)
    {
        (_held, _reporter) = (held, reporter);
        _client = client;
        _options = options;
        _manifest = Manifest.Of(throwaway);
        _labels = ThrowawayManifest.Labels(throwaway);
        _redis = new ClusterRedis(client, options, reporter, () => held);
        _removal = new ThrowawayRemoval(client, options, throwaway);
    }

    public string Name => $"StatefulSet {_options.Namespace}/{_manifest.Name}";

    public static async Task<ThrowawayClusterRedis> StartAsync(Kubernetes client, ClusterOptions options, IReporter reporter, IOperationLock held, CancellationToken cancellationToken)
    {
        var throwaway = await OfAsync(client, options, reporter, held, cancellationToken);
        var own = throwaway._options;
        await throwaway.RequireUnselectedAsync(cancellationToken);
        try
        {
            // A killed drill may have left one.
            await throwaway._removal.RemoveAsync(cancellationToken);
            _ = await new Applier(new ObjectApi(client, own.Namespace)).ApplyAsync(throwaway._manifest, live: null, dryRun: false, adopt: true, cancellationToken);
            await new Rollout(client, new Workload(client, own), own, reporter).WaitAsync(cancellationToken);
            return throwaway;
        }
        catch
        {
            await throwaway.DisposeAsync();
            throw;
        }
    }

    private static async Task<ThrowawayClusterRedis> OfAsync(Kubernetes client, ClusterOptions options, IReporter reporter, IOperationLock held, CancellationToken cancellationToken)
    {
        var real = Manifest.RedisOf(await Kustomization.RenderAsync(options.ManifestsDirectory, options.OutputDirectory, options.Namespace, cancellationToken));
        var container = DataVolume.ContainerOf(real, options.Container);
        var statefulSet = ThrowawayManifest.Of(real, container, await FindClaimedAsync(client, options, real, container, cancellationToken));
        var own = options with { Container = container, Selector = ThrowawayManifest.Selector(statefulSet), Access = ThrowawayManifest.Access };
        return new ThrowawayClusterRedis(client, own, statefulSet, reporter, held);
    }

    private static async Task<V1PersistentVolumeClaimSpec?> FindClaimedAsync(Kubernetes client, ClusterOptions options, V1StatefulSet real, string container, CancellationToken cancellationToken)
    {
        if (DataVolume.Of(StatefulSet.Of(real), container) is not { IsOfTemplate: false, Claim: var name })
        {
            return null;
        }

        var claim = await client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync(name, options.Namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync()
            ?? throw new LifecycleException($"Claim {name} in namespace {options.Namespace}, which StatefulSet {real.Metadata.Name} names, is not there, and so nobody can tell how large the drill's is to be", "Make it, as for Deploy, then run the drill again");
        return claim.Spec;
    }

    public Task<RedisConnection?> TryConnectAsync(Intent intent, CancellationToken cancellationToken) => _redis.TryConnectAsync(intent, cancellationToken);

    public Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken) => _redis.AwaitRestartAsync(previousRunId, cancellationToken);

    public Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken) => _redis.StopAsync(cancellationToken);

    // Also after Ctrl-C.
    public async ValueTask DisposeAsync()
    {
        if (!await _options.InsistAsync(_held.TryKeepAsync, CancellationToken.None))
        {
            // What is called so may be another drill's by now.
            _reporter.Warn($"{Name} of this drill may still be there: another run is at work. The next Drill or Destroy removes it.");
            return;
        }

        await _removal.RemoveAsync(CancellationToken.None);
    }

    /// <summary>A Service that has this pod among its own would send its clients into the drill.</summary>
    private async Task RequireUnselectedAsync(CancellationToken cancellationToken)
    {
        var services = await _client.CoreV1.ListNamespacedServiceAsync(_options.Namespace, cancellationToken: cancellationToken);
        if (services.Items.FirstOrDefault(service => service.Spec.Selector is { Count: > 0 } selector && selector.All(_labels.Contains)) is { } other)
        {
            throw new LifecycleException($"Service {other.Metadata.Name} in namespace {_options.Namespace} selects {_options.Selector}, and would lead to the drill's Redis", "Change its selector to labels of the real one, then run the drill again");
        }
    }
}
