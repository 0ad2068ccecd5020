using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Manifests;
using Lifecycle.Cluster.Pods;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Cluster.Verbs;

/// <summary>Applies the manifests in dependency order, says what that changed, and waits until Redis is ready.</summary>
internal sealed class Deployment(Kubernetes client, ClusterOptions options, IReporter reporter)
{
    private const string Name = "Deploy";

    private readonly ObjectApi _api = new(client, options.Namespace);
    private readonly Workload _workload = new(client, options);

    public async Task<Verdict> RunAsync(bool dryRun, CancellationToken cancellationToken)
    {
        var started = options.Clock.GetTimestamp();
        var manifests = await Kustomization.RenderAsync(options.ManifestsDirectory, options.OutputDirectory, options.Namespace, cancellationToken);
        if (!dryRun)
        {
            await RemoveHelperAsync(cancellationToken);
        }

        var facts = new List<Fact>();
        foreach (var manifest in manifests)
        {
            facts.Add(new Fact(manifest.ToString(), await ApplyAsync(manifest, dryRun, cancellationToken)));
        }

        if (dryRun)
        {
            return Verdict.Skipped(Name, "dry run: nothing was changed", facts);
        }

        await new Rollout(client, _workload, options, reporter).WaitAsync(cancellationToken);
        facts.Add(new Fact("Duration", Human.Duration(options.Clock.GetElapsedTime(started))));
        return Verdict.Run(Name, $"Redis in namespace {options.Namespace} is ready", facts);
    }

    /// <summary>What came of it, in a word or as a diff.</summary>
    private async Task<string> ApplyAsync(Manifest manifest, bool dryRun, CancellationToken cancellationToken)
    {
        LiveObject? live = null;
        try
        {
            live = await _api.FindAsync(manifest, cancellationToken);
            if (live is not null && Ownership.GitOpsOwner(live) is { } owner && !options.Adopt)
            {
                reporter.Warn($"{manifest} is managed by {owner} and left as it is. Give --adopt to change it all the same.");
                return $"left to {owner}";
            }

            return await ApplyAsync(manifest, live, dryRun, cancellationToken);
        }
        catch (ForbiddenException) when (manifest.Kind == Manifest.Namespaces)
        {
            // An account confined to the namespace can have no say in the namespace itself. If it is missing, the next object says so.
            return live is not null && ObjectDiff.Between(live.Json, manifest.Declared, onlyDeclared: true).Count == 0 ? "unchanged" : "left as it is (this account may not change it)";
        }
    }

    private async Task<string> ApplyAsync(Manifest manifest, LiveObject? live, bool dryRun, CancellationToken cancellationToken)
    {
        var applied = await new Applier(_api).ApplyAsync(manifest, live, dryRun, options.Adopt, cancellationToken);
        if (applied is null)
        {
            return dryRun
                ? "would be created"
                : throw new NotFoundException($"There is no namespace {options.Namespace}", "Have an administrator create it, or declare it in the kustomization");
        }

        if (live is null)
        {
            return dryRun ? "would be created" : "created";
        }

        var changes = ObjectDiff.Between(live.Json, applied.Json, onlyDeclared: false);
        return changes.Count == 0 && (dryRun || live.Metadata.Generation == applied.Metadata.Generation)
            ? "unchanged"
            : $"{(dryRun ? "would change" : "changed")}: {string.Join("; ", changes)}";
    }

    /// <summary>Of a restore that was killed: it must not be on the volume together with Redis.</summary>
    private async Task RemoveHelperAsync(CancellationToken cancellationToken)
    {
        if (await _workload.FindStatefulSetAsync(cancellationToken) is { } statefulSet && StatefulSetScale.IsStopped(statefulSet))
        {
            await new HelperPod(client, statefulSet.Metadata.Name, options).RemoveAsync(cancellationToken);
            await StatefulSetScale.StartAsync(client, statefulSet, cancellationToken);
        }
    }
}
