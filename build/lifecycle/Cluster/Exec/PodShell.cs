using System.Net.WebSockets;
using k8s;
using k8s.Autorest;
using Lifecycle.Shells;

namespace Lifecycle.Cluster;

/// <summary>Commands in a container of a pod, in the folder where its volume is.</summary>
public sealed class PodShell : IShell
{
    /// <summary>Where the image of Redis, and k8s/apps/redis, keep the data.</summary>
    public const string DataDirectory = "/data";

    // A command ends by itself at its limit. What comes on top is for its last bytes and its status.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

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

    public async Task<Exit> RunAsync(Command command, Stream? input, Stream? output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var mark = input is null ? null : $"\n{Guid.NewGuid():N} ";
        using var socket = await ConnectAsync(PodCommand.Wrap(command, DataDirectory, mark), input is not null, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(command.Limit + Grace);
        try
        {
            return await new ExecConnection(socket, Name, mark).RunAsync(input, output ?? Stream.Null, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ShellException($"{Name}: a command did not end within its {command.Limit.TotalSeconds:0} s");
        }
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
    /// A WebSocket that is not opened tells a number at best. The same request without one is refused with the reason.
    /// </summary>
    /// <exception cref="LifecycleException">The account may not run commands, or there is no API server.</exception>
    private async Task<string?> AskWhyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _client.CoreV1.ConnectGetNamespacedPodExecAsync(_pod, _namespace, "true", _container, stdout: true, cancellationToken: cancellationToken);
            return null;
        }
        catch (HttpOperationException exception)
        {
            return Refusal.Message(exception.Response.Content);
        }
    }
}
