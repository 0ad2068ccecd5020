using k8s;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Exec;
using Lifecycle.Failures;

namespace Lifecycle.Cluster;

/// <summary>A client for the API server that a kubeconfig, or the pod that this runs in, names.</summary>
internal static class KubeAccess
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <exception cref="LifecycleException">There is no kubeconfig, it cannot be read, or it lacks the context.</exception>
    public static async Task<Kubernetes> ConnectAsync(ClusterOptions options, CancellationToken cancellationToken)
    {
        KnownModels.Register();
        var configuration = await ConfigureAsync(options, cancellationToken);
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        configuration.FirstMessageHandlerSetup = handler => handler.ConnectTimeout = ConnectTimeout;
        return new Kubernetes(configuration, new ErrorTranslation(configuration.Host, options.Clock), new ServerName(configuration.TlsServerName))
        {
            CreateWebSocketBuilder = () => new ExecSocketBuilder(),
        };
    }

    private static async Task<KubernetesClientConfiguration> ConfigureAsync(ClusterOptions options, CancellationToken cancellationToken)
    {
        if (options.Kubeconfig is null && options.Context is null && FromEnvironment() is null && !File.Exists(KubernetesClientConfiguration.KubeConfigDefaultLocation))
        {
            return KubernetesClientConfiguration.IsInCluster()
                ? KubernetesClientConfiguration.InClusterConfig()
                : throw new LifecycleException("There is no kubeconfig", $"Name one with --kubeconfig or KUBECONFIG, or put it at {KubernetesClientConfiguration.KubeConfigDefaultLocation}");
        }

        var file = new FileInfo(options.Kubeconfig ?? FromEnvironment() ?? KubernetesClientConfiguration.KubeConfigDefaultLocation);
        if (!file.Exists)
        {
            throw new LifecycleException($"There is no kubeconfig {file.FullName}", "Name an existing one with --kubeconfig or KUBECONFIG");
        }

        return await ReadAsync(file, options.Context, cancellationToken);
    }

    private static async Task<KubernetesClientConfiguration> ReadAsync(FileInfo file, string? context, CancellationToken cancellationToken)
    {
        try
        {
            var content = await Kubeconfig.ReadAsync(file, cancellationToken);
            var known = content.Contexts?.Select(each => each.Name).ToList() ?? [];
            return context is null || known.Contains(context)
                ? KubernetesClientConfiguration.BuildConfigFromConfigObject(content, context)
                : throw new LifecycleException($"{file.FullName} has no context '{context}'", $"It has: {string.Join(", ", known)}. Name one with --kube-context");
        }
        catch (Exception exception) when (exception is not (LifecycleException or OperationCanceledException))
        {
            // A file with parts missing makes the client library stumble in more ways than it declares.
            throw new LifecycleException($"{file.FullName} cannot be used: {exception.Message}", "Repair it, or name another with --kubeconfig", exception);
        }
    }

    private static string? FromEnvironment()
    {
        var files = (Environment.GetEnvironmentVariable("KUBECONFIG") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return files.Length < 2
            ? files.FirstOrDefault()
            : throw new LifecycleException("KUBECONFIG lists several files", "Name one with --kubeconfig, or merge them: kubectl config view --flatten");
    }
}
