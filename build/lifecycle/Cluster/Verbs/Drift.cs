using System.Text.Json.Nodes;
using k8s;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Manifests;
using Lifecycle.Environments;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Verbs;

/// <summary>Whether the objects still are what the manifests declare.</summary>
internal sealed class Drift(Kubernetes client, ClusterOptions options)
{
    private readonly ObjectApi _api = new(client, options.Namespace);

    public async Task<Check> CheckAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Manifest> manifests;
        try
        {
            manifests = await Kustomization.RenderAsync(options.ManifestsDirectory, options.OutputDirectory, options.Namespace, cancellationToken);
        }
        catch (LifecycleException exception)
        {
            // What is wrong with what is declared hides nothing of how Redis is.
            return new Check("Drift", false, $"not compared: {exception.Problem}", exception.Remedy);
        }

        var differences = new List<string>();
        foreach (var manifest in manifests)
        {
            differences.AddRange((await CompareAsync(manifest, cancellationToken)).Select(difference => $"{manifest} {difference}"));
        }

        return new Check("Drift", differences.Count == 0, differences.Count == 0 ? "the objects are as declared" : string.Join("; ", differences), "Run Deploy --dry-run to see it, Deploy to put it right");
    }

    private async Task<IReadOnlyList<string>> CompareAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            return await _api.FindAsync(manifest, cancellationToken) is { } live
                ? ObjectDiff.Between(live.Json, await WantedAsync(manifest, live, cancellationToken), onlyDeclared: true)
                : ["is missing"];
        }
        catch (ForbiddenException) when (manifest.Kind == Manifest.Namespaces)
        {
            return [];
        }
    }

    /// <summary>
    /// The server's own dry run knows best. An account that may only look compares what is declared, and so does one whose
    /// dry run is refused because of the very difference.
    /// </summary>
    private async Task<JsonObject> WantedAsync(Manifest manifest, LiveObject live, CancellationToken cancellationToken)
    {
        try
        {
            return (await new Applier(_api).ApplyAsync(manifest, live, dryRun: true, adopt: true, cancellationToken))?.Json ?? manifest.Declared;
        }
        catch (LifecycleException exception) when (exception is not UnreachableException)
        {
            return manifest.Declared;
        }
    }
}
