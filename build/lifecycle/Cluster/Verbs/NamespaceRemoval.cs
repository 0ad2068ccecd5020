using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Locks;
using Lifecycle.Cluster.Manifests;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Verbs;

/// <summary>Removes a namespace that Deploy has made, once nothing is in it any more.</summary>
internal sealed class NamespaceRemoval(Kubernetes client, ClusterOptions options)
{
    /// <summary>What a cluster puts into every namespace, what records its past, and our own lock.</summary>
    private static readonly string[] Incidental =
    [
        "configmaps/kube-root-ca.crt", "serviceaccounts/default", $"leases/{LeaseRecord.Name}",
    ];

    private static readonly string[] IncidentalKinds = ["events", "endpoints", "endpointslices", "controllerrevisions"];

    /// <summary>What became of it.</summary>
    public async Task<string> RunAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        var api = new ObjectApi(client, options.Namespace);
        try
        {
            if (await FindReasonAsync(cancellationToken) is { } reason)
            {
                return $"kept: {reason}";
            }

            await api.DeleteAsync(manifest, cancellationToken);
        }
        catch (ForbiddenException exception)
        {
            return $"kept: {exception.Problem}";
        }

        return await options.UntilTrueAsync(async token => await api.FindAsync(manifest, token) is null, cancellationToken)
            ? "removed"
            : "being removed: the cluster has not finished yet";
    }

    /// <summary>Why it stays; null where nothing is in it. An API beside the cluster's own that is down may know of something.</summary>
    private async Task<string?> FindReasonAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FindOtherAsync(cancellationToken) is { } other ? $"{other} is in it" : null;
        }
        catch (UnreachableException exception)
        {
            return $"what is in it is not known: {exception.Problem}";
        }
    }

    private async Task<string?> FindOtherAsync(CancellationToken cancellationToken)
    {
        foreach (var (path, kind) in await FindKindsAsync(cancellationToken))
        {
            var items = await GetAsync($"{path}/namespaces/{options.Namespace}/{kind}", cancellationToken);
            var other = (items["items"]?.AsArray() ?? [])
                .Where(item => (string?)item?["type"] != "kubernetes.io/service-account-token")
                .Select(item => $"{kind}/{(string?)item?["metadata"]?["name"]}")
                .FirstOrDefault(name => !Incidental.Contains(name));
            if (other is not null)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>Every kind of object that the server keeps in namespaces, whoever has defined it.</summary>
    private async Task<IReadOnlyList<(string Path, string Kind)>> FindKindsAsync(CancellationToken cancellationToken)
    {
        var groups = (await GetAsync("apis", cancellationToken))["groups"]?.AsArray() ?? [];
        var kinds = new List<(string, string)>();
        foreach (var path in groups.Select(group => $"apis/{(string?)group?["preferredVersion"]?["groupVersion"]}").Prepend("api/v1")
            .Where(path => !path.Contains("metrics.k8s.io", StringComparison.Ordinal)))
        {
            var resources = (await GetAsync(path, cancellationToken))["resources"]?.AsArray() ?? [];
            kinds.AddRange(resources
                .Where(resource => (bool?)resource?["namespaced"] is true && resource["verbs"]!.AsArray().Any(verb => (string?)verb == "list"))
                .Select(resource => (path, (string)resource!["name"]!))
                .Where(kind => !IncidentalKinds.Contains(kind.Item2)));
        }

        return kinds;
    }

    // The client has no operation for a kind that is only known at run time.
    private async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            return JsonNode.Parse(await client.SendAsync(request, cancellationToken))!;
        }
        catch (HttpOperationException exception)
        {
            throw new LifecycleException($"The API server does not list {path}: {Refusal.Message(exception.Response.Content)}", "Check the API service behind it: kubectl get apiservices", exception);
        }
    }
}
