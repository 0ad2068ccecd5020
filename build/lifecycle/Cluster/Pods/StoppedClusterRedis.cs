using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Shells;

namespace Lifecycle.Cluster.Pods;

/// <summary>
/// A StatefulSet at no replicas, and a helper pod on its claim. Whatever a killed run has left of the two is taken over, and
/// so are those of a run that has lost its lock: both are let alone then by whoever has made them.
/// </summary>
internal sealed class StoppedClusterRedis(Kubernetes client, Workload workload, ClusterOptions options, StatefulSet statefulSet, IOperationLock held, IReporter reporter) : IStoppedRedis
{
    private readonly HelperPod _helper = new(client, statefulSet.Metadata.Name, options);
    private bool _started;

    public IShell Shell => _helper.Shell;

    public string Settings => PodAccess.Of(statefulSet.Spec.Template.Spec, options).Settings;

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        ClaimRetention.RequireWhenScaled(statefulSet, options.Container);
        await held.RequireHeldAsync(cancellationToken);
        // A helper from before may still be unpacking into the volume.
        await _helper.RemoveAsync(cancellationToken);
        await StatefulSetScale.StopAsync(client, statefulSet, cancellationToken);
        if (!await options.UntilTrueAsync(IsGoneAsync, cancellationToken))
        {
            throw new LifecycleException($"The pod of StatefulSet {options.Namespace}/{statefulSet.Metadata.Name} does not end", "See kubectl describe pod; its node may be down. Then run it again");
        }

        var whole = await client.AppsV1.ReadNamespacedStatefulSetAsync(statefulSet.Metadata.Name, options.Namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync()
            ?? throw new NotFoundException($"StatefulSet {options.Namespace}/{statefulSet.Metadata.Name} was removed meanwhile", "Run Deploy, then run it again");
        await _helper.StartAsync(whole, cancellationToken);
    }

    public async Task<RedisConnection> StartAsync(CancellationToken cancellationToken)
    {
        await LeaveAsync(cancellationToken);
        return await new RedisStart(client, workload, options).AwaitAsync(previousRunId: "", cancellationToken);
    }

    // Also after Ctrl-C.
    public async ValueTask DisposeAsync()
    {
        if (!_started)
        {
            try
            {
                await LeaveAsync(CancellationToken.None);
            }
            catch (LifecycleException exception)
            {
                reporter.Warn($"{exception.Problem}. {exception.Remedy}.");
            }
        }
    }

    private async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (!await options.InsistAsync(held.TryKeepAsync, cancellationToken))
        {
            throw new ConflictException($"StatefulSet {options.Namespace}/{statefulSet.Metadata.Name} stays at 0 replicas: another run has the lock by now", "Where that does not bring Redis back, the next Backup, Restore or Deploy does");
        }

        await options.InsistAsync(_helper.RemoveAsync, cancellationToken);
        await options.InsistAsync(ScaleBackAsync, cancellationToken);
        _started = true;
    }

    private async Task ScaleBackAsync(CancellationToken cancellationToken)
    {
        if (await workload.FindStatefulSetAsync(cancellationToken) is { } current)
        {
            await StatefulSetScale.StartAsync(client, current, cancellationToken);
        }
    }

    private async Task<bool> IsGoneAsync(CancellationToken cancellationToken) => (await workload.ListPodsAsync(cancellationToken)).Count == 0;
}
