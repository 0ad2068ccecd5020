namespace Lifecycle.Cluster.Api;

/// <summary>
/// Asks for the server by the name that a kubeconfig gives it (<c>tls-server-name</c>), as the client library does in its
/// own requests: the name is what a proxy chooses a cluster by, and what the certificate is compared with.
/// </summary>
internal sealed class ServerName(string? name) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(name))
        {
            request.Headers.Host ??= name;
        }

        return base.SendAsync(request, cancellationToken);
    }
}
