using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Manifests;
using Lifecycle.Cluster.Pods;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Cluster.Verbs;

/// <summary>Removes what Deploy has applied, in reverse order, and waits until it is gone.</summary>
internal sealed class Removal(Kubernetes client, ClusterOptions options, IReporter reporter)
{
    private const string Name = "Destroy";
    private const string Unproven = "it is not what a backup is of; kubectl delete pvc removes it";
    private const string OfADrill = "a drill that was cut short has left it";

    private readonly ObjectApi _api = new(client, options.Namespace);
    private readonly Workload _workload = new(client, options);
    private readonly ClaimRemoval _claims = new(client, options);

    public async Task<Verdict> RunAsync(bool keepVolume, bool dryRun, CancellationToken cancellationToken)
    {
        var started = options.Clock.GetTimestamp();
        var manifests = await Kustomization.RenderAsync(options.ManifestsDirectory, options.OutputDirectory, options.Namespace, cancellationToken);
        var redis = Manifest.RedisOf(manifests);
        var existing = await FindExistingAsync(manifests, cancellationToken);
        await RequireSelectedAsync(redis.Metadata.Name, existing, keepVolume, cancellationToken);
        var (claims, others) = Divide(await _claims.FindAsync(cancellationToken), await FindOwnAsync(redis, cancellationToken));
        var leftovers = ThrowawayRemoval.OfLeft(client, options, redis);
        var left = await leftovers.FindAsync(cancellationToken);
        var kept = others.Select(claim => new Fact(claim.ToString(), $"{(dryRun ? "would be kept" : "kept")}: {Unproven}")).ToArray();
        if (existing.Count == 0 && claims.Count == 0 && left is null)
        {
            return Verdict.Skipped(Name, $"there is nothing in namespace {options.Namespace} to remove", kept);
        }

        if (dryRun)
        {
            return Verdict.Skipped(
                Name,
                "dry run: nothing was removed",
                [
                    .. left is null ? [] : new[] { new Fact(left, $"would be removed: {OfADrill}") },
                    .. existing.Select(manifest => new Fact(manifest.ToString(), manifest.Kind != Manifest.Namespaces ? "would be removed" : keepVolume ? "would be kept: the volume is in it" : "would be removed, if nothing else is in it")),
                    .. claims.Select(claim => new Fact(claim.ToString(), keepVolume ? "would be kept" : "would be removed")),
                    .. kept,
                ]);
        }

        var facts = new List<Fact>();
        if (left is not null)
        {
            await leftovers.RemoveAsync(cancellationToken);
            facts.Add(new Fact(left, $"removed: {OfADrill}"));
        }

        foreach (var manifest in existing.Where(manifest => manifest.Kind != Manifest.Namespaces))
        {
            facts.Add(new Fact(manifest.ToString(), await RemoveAsync(manifest, cancellationToken)));
        }

        foreach (var claim in claims)
        {
            facts.Add(new Fact(claim.ToString(), keepVolume ? "kept" : await _claims.RemoveAsync(claim, cancellationToken)));
        }

        facts.AddRange(kept);
        foreach (var @namespace in manifests.Where(manifest => manifest.Kind == Manifest.Namespaces))
        {
            facts.Add(new Fact(@namespace.ToString(), existing.Contains(@namespace) ? await new NamespaceRemoval(client, options).RunAsync(@namespace, cancellationToken) : "kept: Deploy has not made it"));
        }

        facts.Add(new Fact("Duration", Human.Duration(options.Clock.GetElapsedTime(started))));
        return Verdict.Run(Name, $"Redis is gone from namespace {options.Namespace}{(keepVolume && claims.Count > 0 ? ", its volume was kept" : "")}", facts);
    }

    /// <summary>What is removed goes by its name, and what a backup is of by the selector: they are one.</summary>
    private async Task RequireSelectedAsync(string declared, IReadOnlyList<Manifest> existing, bool keepVolume, CancellationToken cancellationToken)
    {
        var redis = existing.FirstOrDefault(manifest => manifest.Kind == Manifest.StatefulSets);
        var selected = await _workload.FindControllerAsync(cancellationToken);
        var isDeclared = selected is { Kind: not V1Deployment.KubeKind } && selected.Metadata.Name == declared;
        if (redis is not null && !isDeclared)
        {
            throw new LifecycleException(
                $"{redis} is there, and --selector {options.Selector} selects {(selected is null ? "nothing" : $"{selected.Kind} {selected.Metadata.Name}")}: what a backup is of is not what would be removed",
                $"Give the labels of {redis} with --selector; nothing was touched");
        }

        if (selected is not null && !isDeclared)
        {
            throw new LifecycleException(
                $"--selector {options.Selector} selects {selected.Kind} {selected.Metadata.Name}, which the manifests do not declare: Destroy removes what Deploy would make, by name",
                "Remove it the way it was made, or give another --selector; nothing was touched");
        }

        if (selected is not null && keepVolume)
        {
            ClaimRetention.RequireWhenDeleted(selected, options.Container);
        }
    }

    /// <summary>The claim that a backup is of, where it is that of what is removed.</summary>
    private async Task<string?> FindOwnAsync(V1StatefulSet declared, CancellationToken cancellationToken)
    {
        var claim = DataVolume.Find(StatefulSet.Of(declared), DataVolume.ContainerOf(declared, options.Container))?.Claim;
        return claim == await new Identity(client, options).FindClaimAsync(cancellationToken) ? claim : null;
    }

    private static (IReadOnlyList<RedisClaim> Own, IReadOnlyList<RedisClaim> Others) Divide(IReadOnlyList<RedisClaim> claims, string? own) =>
        ([.. claims.Where(claim => claim.Name == own)], [.. claims.Where(claim => claim.Name != own)]);

    private async Task<IReadOnlyList<Manifest>> FindExistingAsync(IReadOnlyList<Manifest> manifests, CancellationToken cancellationToken)
    {
        var existing = new List<Manifest>();
        foreach (var manifest in manifests.Reverse())
        {
            if (await FindAsync(manifest, cancellationToken) is not { } live || (manifest.Kind == Manifest.Namespaces && !Applier.HasCreated(live)))
            {
                continue;
            }

            if (!options.Adopt && manifest.Kind != Manifest.Namespaces && Ownership.GitOpsOwner(live) is { } owner)
            {
                throw new LifecycleException($"{manifest} is managed by {owner}, which would bring it back", "Remove it there, or give --adopt");
            }

            existing.Add(manifest);
        }

        return existing;
    }

    private async Task<LiveObject?> FindAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.FindAsync(manifest, cancellationToken);
        }
        catch (ForbiddenException) when (manifest.Kind == Manifest.Namespaces)
        {
            return null;
        }
    }

    private async Task<string> RemoveAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        using var progress = reporter.Begin($"Removing {manifest}", totalBytes: null);
        if (manifest.Kind == Manifest.StatefulSets && await _workload.FindStatefulSetAsync(cancellationToken) is { } statefulSet)
        {
            await new HelperPod(client, statefulSet.Metadata.Name, options).RemoveAsync(cancellationToken);
        }

        await _api.DeleteAsync(manifest, cancellationToken);
        var gone = await options.UntilTrueAsync(
            async token =>
            {
                var left = manifest.Kind == Manifest.StatefulSets ? await _workload.ListPodsAsync(token) : [];
                progress.Note(left.Count > 0 ? $"pod {left[0].Metadata.Name} is ending" : "it is being deleted");
                return left.Count == 0 && await _api.FindAsync(manifest, token) is null;
            },
            cancellationToken);
        return gone ? "removed" : throw new LifecycleException($"{manifest} in namespace {options.Namespace} is still there after {options.WaitTimeout.TotalSeconds:0} s", "See kubectl describe for a finalizer or a node that is down, then run Destroy again");
    }
}
