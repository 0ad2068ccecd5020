using Lifecycle.Tests.Cluster;
using Lifecycle.Tests.Proxies;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>Which of its two partners a run talks to.</summary>
internal enum Door
{
    ApiServer,
    Store,
}

/// <summary>A fault, and the step that it befalls.</summary>
internal sealed record Plan(StepFault Fault, int Step);

/// <summary>How a run ended.</summary>
internal sealed record Outcome(int ExitCode, string Output, bool WasKilled, int Steps, string? Hit);

/// <summary>
/// The real program as an operator runs it, on a namespace of a real cluster and a prefix of a real bucket, with a proxy
/// before each that numbers its steps and does to one of them what is planned.
/// </summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    private readonly FaultProxy _api;
    private readonly FaultProxy _store;
    private readonly HashSet<Door> _gone = [];
    private Steps _steps = new();
    private Plan? _plan;
    private ProgramRun? _run;
    private string? _hit;

    private FaultWorld(ClusterFixture cluster, S3Server server, Checkout checkout)
    {
        (Cluster, Server, Checkout) = (cluster, server, checkout);
        Prefix = S3Server.NewPrefix();
        Pod = new RedisPod(cluster);
        _api = new FaultProxy(cluster.Server, request => MeetAsync(request, Door.ApiServer));
        _store = new FaultProxy(server.Endpoint, request => MeetAsync(request, Door.Store));
    }

    public ClusterFixture Cluster { get; }

    public S3Server Server { get; }

    public Checkout Checkout { get; }

    public RedisPod Pod { get; }

    public string Prefix { get; }

    /// <param name="server">Where backups go.</param>
    /// <param name="redis">One of <see cref="RedisServers"/>.</param>
    public static async Task<FaultWorld> CreateAsync(S3Server server, string redis)
    {
        var cluster = new ClusterFixture();
        await cluster.InitializeAsync();
        var world = new FaultWorld(cluster, server, await CommandLineTests.CheckOutAsync());
        var manifest = Path.Combine(world.Checkout.Root, "k8s", "apps", "redis", "statefulset.yaml");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace(RedisServers.Image(RedisServers.Redis7), RedisServers.Image(redis), StringComparison.Ordinal));
        await world.MustAsync("Deploy");
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await Checkout.DisposeAsync();
        await _api.DisposeAsync();
        await _store.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    /// <summary>Runs a verb that has to get through.</summary>
    public async Task<string> MustAsync(params string[] arguments)
    {
        var outcome = await RunAsync(plan: null, arguments);
        Assert.True(outcome.ExitCode == 0, $"{string.Join(' ', arguments)} in peace: {outcome.Output}");
        return outcome.Output;
    }

    public async Task<Outcome> RunAsync(Plan? plan, params string[] arguments)
    {
        (_steps, _plan, _hit) = (new Steps(), plan, null);
        _gone.Clear();
        using var run = _run = Checkout.Launch([.. arguments, .. await OptionsAsync()]);
        var (exitCode, output) = await run.EndAsync();
        return new Outcome(exitCode, output, run.WasKilled, _steps.Count, _hit);
    }

    /// <summary>As if it had died: everything that it has started goes with it.</summary>
    public void KillProgram() => _run?.Kill();

    /// <summary>From now on nobody answers there.</summary>
    public void Close(Door door)
    {
        lock (_gone)
        {
            _ = _gone.Add(door);
        }
    }

    private async Task<WireFault> MeetAsync(ProxiedRequest request, Door door)
    {
        lock (_gone)
        {
            if (_gone.Contains(door))
            {
                return new WireFault(FaultKind.ResetBefore);
            }
        }

        if (_steps.NumberOf(request) is not { } step || step != _plan?.Step)
        {
            return WireFault.None;
        }

        _hit = $"step {step}, {request.Method} {request.Target[..Math.Min(request.Target.Length, 120)]}";
        return await _plan.Fault.StrikeAsync(this, door);
    }

    private async Task<string[]> OptionsAsync()
    {
        var kubeconfig = Path.Combine(Cluster.Folder, "proxied.kubeconfig");
        var direct = await File.ReadAllTextAsync(Cluster.AsOperator().Kubeconfig!);
        await File.WriteAllTextAsync(kubeconfig, direct.Replace(Cluster.Server.GetLeftPart(UriPartial.Authority), _api.Endpoint.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        return
        [
            "--environment", "dev", "--namespace", Cluster.Namespace, "--kubeconfig", kubeconfig, "--wait-timeout", "3m",
            "--store", $"s3://{Server.Bucket}", "--backup-prefix", Prefix, "--s3-endpoint", _store.Endpoint.ToString(), "--region", "us-east-1",
        ];
    }
}
