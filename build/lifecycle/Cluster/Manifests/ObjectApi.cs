using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;

namespace Lifecycle.Cluster.Manifests;

/// <summary>Reads, applies and deletes what a manifest declares, whatever its kind.</summary>
internal sealed class ObjectApi(Kubernetes client, string @namespace)
{
    private static readonly MediaTypeHeaderValue Apply = new("application/apply-patch+yaml");

    public Task<LiveObject?> FindAsync(Manifest manifest, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, PathOf(manifest), body: null, cancellationToken);

    /// <summary>Null where its namespace is missing.</summary>
    public Task<LiveObject?> ApplyAsync(Manifest manifest, bool dryRun, bool force, CancellationToken cancellationToken)
    {
        SpellOutProtocols(manifest.Declared);
        var options = $"?fieldManager={ClusterOptions.FieldManager}&force={(force ? "true" : "false")}{(dryRun ? "&dryRun=All" : "")}";
        return AskAsync(HttpMethod.Patch, PathOf(manifest) + options, manifest.Declared, cancellationToken);
    }

    /// <summary>Asks for it to be removed together with what it owns.</summary>
    public async Task DeleteAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        // A Service would wait for the slices of its endpoints, which older controllers make anew meanwhile (kubernetes#91287).
        using var request = new HttpRequestMessage(HttpMethod.Delete, PathOf(manifest) + (manifest.Kind == Manifest.Services ? "" : "?propagationPolicy=Foreground"));
        _ = await client.SendAsync(request, cancellationToken).OrNullIfNotFoundAsync();
    }

    private string PathOf(Manifest manifest) => manifest.Kind switch
    {
        Manifest.Namespaces => $"api/v1/namespaces/{manifest.Name}",
        Manifest.Services => $"api/v1/namespaces/{@namespace}/services/{manifest.Name}",
        _ => $"apis/apps/v1/namespaces/{@namespace}/statefulsets/{manifest.Name}",
    };

    /// <summary>Null where it is not there.</summary>
    private async Task<LiveObject?> AskAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, Apply);
        return await client.SendAsync(request, cancellationToken).OrNullIfNotFoundAsync() is { } answer
            ? new LiveObject(JsonNode.Parse(answer)!.AsObject())
            : null;
    }

    // Ports are told apart by number and protocol. API servers up to 1.20 do not fill in the protocol before they do:
    // "associative list with keys has an element that omits key field".
    private static void SpellOutProtocols(JsonObject declared)
    {
        const string Default = "TCP";
        var spec = declared["spec"];
        foreach (var port in Items(spec?["ports"]).Concat(Items(spec?["template"]?["spec"]?["containers"]).SelectMany(container => Items(container["ports"]))))
        {
            port["protocol"] ??= Default;
        }
    }

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];
}
