using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Autorest;

namespace Lifecycle.Cluster.Api;

/// <summary>
/// Reads objects into models of our own, which have what this tool reads of them. Those of the client library have all
/// that a pod can be: the first that is read costs a run 0.2 s of processor time and 17 MB,
/// docs/decisions/appendix-where-the-time-goes.md.
/// </summary>
internal static class ReadExtensions
{
    /// <summary>Those of a namespace that a selector selects.</summary>
    /// <param name="client">As the library's own requests go out.</param>
    /// <param name="resources">Where they are: <c>api/v1/namespaces/data/pods</c>.</param>
    /// <param name="selector">Labels.</param>
    /// <param name="type">A list of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpOperationException">The API server refuses.</exception>
    public static Task<T> ListAsync<T>(this Kubernetes client, string resources, string selector, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        client.ReadAsync($"{resources}?labelSelector={Uri.EscapeDataString(selector)}", type, cancellationToken);

    /// <summary>One object.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public static async Task<T> ReadAsync<T>(this Kubernetes client, string resource, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, resource);
        return JsonSerializer.Deserialize(await client.SendAsync(request, cancellationToken), type) ?? throw new JsonException($"{resource} is null");
    }

    /// <summary>Sends a request whose path begins at the API server's own.</summary>
    /// <returns>What it answers.</returns>
    /// <exception cref="HttpOperationException">The API server refuses.</exception>
    public static async Task<byte[]> SendAsync(this Kubernetes client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        (request.RequestUri, request.Version) = (new Uri(client.BaseUri, request.RequestUri!), HttpVersion.Version20);
        if (client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        using var response = await client.HttpClient.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }

        var content = await response.Content.ReadAsStringAsync(cancellationToken);
        throw new HttpOperationException($"Operation returned an invalid status code '{response.StatusCode}', response body {content}")
        {
            Request = new HttpRequestMessageWrapper(request, ""),
            Response = new HttpResponseMessageWrapper(response, content),
        };
    }
}
