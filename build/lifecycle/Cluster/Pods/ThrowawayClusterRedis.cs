using k8s;
using k8s.Models;
using Lifecycle.Operations;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Cluster;

/// <summary>The declared StatefulSet once more, under another name that no Service selects, with a claim of its own.</summary>
internal sealed class ThrowawayClusterRedis : IThrowawayRedis
{
    private const string NameLabel = "app.kubernetes.io/name";

    private readonly Kubernetes _client;
    private readonly ClusterOptions _options;
    private readonly Manifest _manifest;
    private readonly ClusterRedis _redis;

    private ThrowawayClusterRedis(Kubernetes client, ClusterOptions options, Manifest manifest)
    {
        _client = client;
        _options = options;
        _manifest = manifest;
        _redis = new ClusterRedis(client, options);
    }

    public string Name => $"StatefulSet {_options.Namespace}/{_manifest.Name}";

    public static async Task<ThrowawayClusterRedis> StartAsync(Kubernetes client, ClusterOptions options, IReporter reporter, CancellationToken cancellationToken)
    {
        var declared = await Kustomization.RenderAsync(options.ManifestsDirectory, options.OutputDirectory, options.Namespace, cancellationToken);
        var statefulSet = declared.Select(manifest => manifest.Declared).OfType<V1StatefulSet>().First();
        Rename(statefulSet, $"{statefulSet.Metadata.Name}-drill");
        var own = options with { Selector = $"{NameLabel}={statefulSet.Metadata.Name}" };
        var throwaway = new ThrowawayClusterRedis(client, own, new Manifest(statefulSet));
        try
        {
            // A killed drill may have left one.
            await throwaway.RemoveAsync(cancellationToken);
            _ = await new Applier(new ObjectApi(client, own.Namespace)).ApplyAsync(throwaway._manifest, live: null, dryRun: false, force: true, cancellationToken);
            await new Rollout(client, new Workload(client, own), own, reporter).WaitAsync(cancellationToken);
            return throwaway;
        }
        catch
        {
            await throwaway.DisposeAsync();
            throw;
        }
    }

    public Task<RedisConnection?> TryConnectAsync(CancellationToken cancellationToken) => _redis.TryConnectAsync(cancellationToken);

    public Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken) => _redis.AwaitRestartAsync(previousRunId, cancellationToken);

    public Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken) => _redis.StopAsync(cancellationToken);

    // Also after Ctrl-C.
    public async ValueTask DisposeAsync() => await RemoveAsync(CancellationToken.None);

    private static void Rename(V1StatefulSet statefulSet, string name)
    {
        statefulSet.Metadata.Name = name;
        statefulSet.SetLabel(NameLabel, name);
        statefulSet.Spec.Selector.MatchLabels[NameLabel] = name;
        statefulSet.Spec.Template.Metadata.Labels[NameLabel] = name;
        foreach (var claim in statefulSet.Spec.VolumeClaimTemplates ?? [])
        {
            claim.SetLabel(NameLabel, name);
        }
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        await new HelperPod(_client, (V1StatefulSet)_manifest.Declared, _options).RemoveAsync(cancellationToken);
        var api = new ObjectApi(_client, _options.Namespace);
        await api.DeleteAsync(_manifest, cancellationToken);
        var workload = new Workload(_client, _options);
        if (!await Polling.UntilTrueAsync(async token => (await workload.ListPodsAsync(token)).Count == 0 && await api.FindAsync(_manifest, token) is null, _options.WaitTimeout, cancellationToken))
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
