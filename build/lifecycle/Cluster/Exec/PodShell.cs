using System.Net.WebSockets;
using k8s;
using k8s.Autorest;
using Lifecycle.Cluster.Api;
using Lifecycle.Shells;

namespace Lifecycle.Cluster.Exec;

/// <summary>Commands in a container of a pod, in the folder where its volume is.</summary>
public sealed class PodShell : IShell
{
    /// <summary>Where the image of Redis, and k8s/apps/redis, keep the data.</summary>
    public const string DataDirectory = "/data";

    // A command ends by itself at its limit. What comes on top is for its last bytes and its status.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    // Written by k8s.io/apimachinery/pkg/util/proxy: UpgradeAwareHandler.
    private const string AllowedOtherwise = "Upgrade request required";

    private readonly Kubernetes _client;
    private readonly string _namespace;
    private readonly string _pod;
    private readonly string _container;

    internal PodShell(Kubernetes client, string @namespace, string pod, string container)
    {
        _client = client;
        _namespace = @namespace;
        _pod = pod;
        _container = container;
    }

    public string Name => $"pod {_namespace}/{_pod}";

    public async Task<IRunningCommand> StartAsync(Command command, bool withInput, CancellationToken cancellationToken)
    {
        var mark = withInput ? $"{Guid.NewGuid():N} " : null;
        var socket = await ConnectAsync(PodCommand.Wrap(command, DataDirectory, mark), withInput, cancellationToken);
        return new ExecConnection(socket, Name, mark, command.Limit + Grace);
    }

    private async Task<WebSocket> ConnectAsync(IReadOnlyList<string> command, bool stdin, CancellationToken cancellationToken)
    {
        var connecting = _client.WebSocketNamespacedPodExecAsync(
            _pod, _namespace, command, _container, stderr: true, stdin, stdout: true, tty: false, ExecSocketBuilder.Protocol, cancellationToken: cancellationToken);
        try
        {
            return await connecting.WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException)
        {
            throw new ShellException($"{Name}: {await AskWhyAsync(cancellationToken) ?? exception.GetBaseException().Message}", exception);
        }
        catch (OperationCanceledException)
        {
            _ = connecting.ContinueWith(late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            if (cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            throw new ShellException($"{Name}: the API server does not connect in time");
        }
    }

    /// <summary>
    /// A WebSocket that is not opened tells a number at best. The same request without one is refused with the reason; or for
    /// nothing but that it is without one, and then the reason is not to be had.
    /// </summary>
    /// <exception cref="Failures.LifecycleException">The account may not run commands, or there is no API server.</exception>
    private async Task<string?> AskWhyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _client.CoreV1.ConnectGetNamespacedPodExecAsync(_pod, _namespace, "true", _container, stdout: true, cancellationToken: cancellationToken);
            return null;
        }
        catch (HttpOperationException exception)
        {
            return Refusal.Message(exception.Response.Content) is var reason && reason == AllowedOtherwise ? null : reason;
        }
    }
}
