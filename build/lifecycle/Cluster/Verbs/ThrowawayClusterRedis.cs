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
    private readonly ClusterRedis _redis;

    private ThrowawayClusterRedis(Kubernetes client, ClusterOptions options, Manifest manifest, IReporter reporter)
    {
        _client = client;
        _options = options;
        _manifest = manifest;
        _redis = new ClusterRedis(client, options, reporter);
    }

    public string Name => $"StatefulSet {_options.Namespace}/{_manifest.Name}";

    public static async Task<ThrowawayClusterRedis> StartAsync(Kubernetes client, ClusterOptions options, IReporter reporter, CancellationToken cancellationToken)
    {
        var declared = await Kustomization.RenderAsync(options.ManifestsDirectory, options.OutputDirectory, options.Namespace, cancellationToken);
        var real = declared.Select(manifest => manifest.Declared).OfType<V1StatefulSet>().First();
        // What is declared may call it otherwise than what runs: a Deployment that somebody else has made.
        var container = real.Spec.Template.Spec.Containers is [var only] ? only.Name : options.Container;
        var statefulSet = ThrowawayManifest.Of(real, container);
        var own = options with { Container = container, Selector = ThrowawayManifest.Selector(statefulSet), Access = ThrowawayManifest.Access };
        var throwaway = new ThrowawayClusterRedis(client, own, new Manifest(statefulSet), reporter);
        await throwaway.RequireUnselectedAsync(cancellationToken);
        try
        {
            // A killed drill may have left one.
            await throwaway.RemoveAsync(cancellationToken);
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

    public Task<RedisConnection?> TryConnectAsync(Intent intent, CancellationToken cancellationToken) => _redis.TryConnectAsync(intent, cancellationToken);

    public Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken) => _redis.AwaitRestartAsync(previousRunId, cancellationToken);

    public Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken) => _redis.StopAsync(cancellationToken);

    // Also after Ctrl-C.
    public async ValueTask DisposeAsync() => await RemoveAsync(CancellationToken.None);

    /// <summary>A Service that has this pod among its own would send its clients into the drill.</summary>
    private async Task RequireUnselectedAsync(CancellationToken cancellationToken)
    {
        var labels = ThrowawayManifest.Labels((V1StatefulSet)_manifest.Declared);
        var services = await _client.CoreV1.ListNamespacedServiceAsync(_options.Namespace, cancellationToken: cancellationToken);
        if (services.Items.FirstOrDefault(service => service.Spec.Selector is { Count: > 0 } selector && selector.All(labels.Contains)) is { } other)
        {
            throw new LifecycleException($"Service {other.Metadata.Name} in namespace {_options.Namespace} selects {_options.Selector}, and would lead to the drill's Redis", "Change its selector to labels of the real one, then run the drill again");
        }
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await new HelperPod(_client, (V1StatefulSet)_manifest.Declared, _options).RemoveAsync(cancellationToken);
        var api = new ObjectApi(_client, _options.Namespace);
        await api.DeleteAsync(_manifest, cancellationToken);
        var workload = new Workload(_client, _options);
        if (!await _options.Wait().UntilTrueAsync(async token => (await workload.ListPodsAsync(token)).Count == 0 && await api.FindAsync(_manifest, token) is null, cancellationToken))
        {
            throw new LifecycleException($"{Name} does not end", "See kubectl describe pod, then run it again");
        }

        var claims = new ClaimRemoval(_client, _options);
        foreach (var claim in await claims.FindAsync(cancellationToken))
        {
            _ = await claims.RemoveAsync(claim, cancellationToken);
        }
    }
}
