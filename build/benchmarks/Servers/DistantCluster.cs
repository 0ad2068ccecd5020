using System.Text.RegularExpressions;
using Lifecycle.Failures;

namespace Lifecycle.Benchmarks.Servers;

/// <summary>A kubeconfig whose cluster is farther away than it is.</summary>
internal sealed partial class DistantCluster : IAsyncDisposable
{
    private readonly DistantServer _server;

    private DistantCluster(Uri server, TimeSpan roundTrip, string kubeconfig)
    {
        _server = new DistantServer(server, roundTrip);
        Kubeconfig = kubeconfig;
    }

    public string Kubeconfig { get; }

    /// <exception cref="LifecycleException">It names no server.</exception>
    public static async Task<DistantCluster> CreateAsync(string kubeconfig, string folder, TimeSpan roundTrip, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(kubeconfig, cancellationToken);
        var found = Server().Match(text);
        if (!found.Success)
        {
            throw new LifecycleException($"{kubeconfig} names no server", "Start a cluster with scripts/test-cluster.sh up");
        }

        var distant = new DistantCluster(new Uri(found.Value), roundTrip, Path.Combine(folder, "kubeconfig"));
        await File.WriteAllTextAsync(distant.Kubeconfig, text.Replace(found.Value, distant._server.Endpoint.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal), cancellationToken);
        return distant;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [GeneratedRegex("(?<=\\bserver:\\s*[\"']?)https://[^\\s\"',}]+")]
    private static partial Regex Server();
}
