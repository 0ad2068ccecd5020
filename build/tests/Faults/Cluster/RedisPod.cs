using System.Diagnostics;
using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Exec;
using Lifecycle.Shells;
using Lifecycle.Tests.Cluster;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>The pod of Redis under test, seen and struck from outside of what is tested.</summary>
internal sealed class RedisPod(ClusterFixture cluster)
{
    private const string Name = "redis-0";
    private const string DiskMegabytes = "128";

    private string? _disk;
    private bool _hasSmallDisk;

    public Task<string> FingerprintAsync() => CallAsync(Fingerprint.Command);

    public async Task<string> CallAsync(params string[] command) => (await ReadAsync("redis-cli -e \"$@\"", command)).Trim();

    /// <summary>As an administrator, past everything that is tested.</summary>
    public async Task<string> ReadAsync(string script, params string[] arguments)
    {
        await AwaitReadyAsync();
        return await new PodShell(cluster.Admin, cluster.Namespace, Name, "redis").ReadAsync(new Command(script, arguments), TestContext.Current.CancellationToken);
    }

    /// <summary>Values that do not compress: an archive of them is sent in several parts.</summary>
    public Task FillAsync(int megabytes) =>
        ReadAsync("for i in $(seq \"$1\"); do dd if=/dev/urandom bs=1048576 count=1 2>/dev/null | redis-cli -x SET \"large:$i\"; done; for i in $(seq 50); do redis-cli HSET \"small:$i\" field \"$i\"; done", $"{megabytes}");

    /// <summary>A container that has restarted is kept waiting before it may again; a new pod is not.</summary>
    public async Task RenewAsync()
    {
        if (await FindAsync() is not { Status.ContainerStatuses: [{ RestartCount: 0 }] })
        {
            await ReplaceAsync();
        }
    }

    public Task RewriteAsync() => ReadAsync("redis-cli BGREWRITEAOF; while redis-cli INFO persistence | grep -q aof_rewrite_in_progress:1; do sleep 0.2; done");

    public async Task DeleteAsync() =>
        _ = await cluster.Admin.CoreV1.DeleteNamespacedPodAsync(Name, cluster.Namespace, gracePeriodSeconds: 0, cancellationToken: TestContext.Current.CancellationToken).OrNullIfNotFoundAsync();

    public async Task AwaitReadyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (await FindAsync() is not { Metadata.DeletionTimestamp: null, Status.ContainerStatuses: [{ Ready: true }] })
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(7), "the pod of Redis does not become ready");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>From outside: in its own namespaces nobody can kill a first process.</summary>
    public async Task KillRedisAsync()
    {
        foreach (var process in ServersOf((await FindAsync())?.Metadata.Uid ?? ""))
        {
            process.Kill();
        }
    }

    /// <summary>Takes all that is left of its small disk.</summary>
    public async Task FillDiskAsync()
    {
        Assert.True(_hasSmallDisk, "this would fill the disk of the machine");
        _ = await Servers.OnNodeAsync("sh", "-c", "dd if=/dev/zero of=\"$1/filler\" bs=65536 2>/dev/null; exit 0", "sh", await DiskAsync());
    }

    public async Task FreeDiskAsync() => _ = await Servers.OnNodeAsync("rm", "-f", $"{await DiskAsync()}/filler");

    /// <summary>A file system of its own for the volume. The data goes: to be called before there is any.</summary>
    public async Task UseSmallDiskAsync()
    {
        var disk = await DiskAsync();
        _ = await Servers.OnNodeAsync("mount", "-t", "tmpfs", "-o", $"size={DiskMegabytes}m,mode=777", "tmpfs", disk);
        _hasSmallDisk = true;
        await ReplaceAsync();
    }

    // A pod that is forgotten at once ends when the kubelet comes to it. Until then commands for the new one, which has the
    // same name, may go astray into the old.
    private async Task ReplaceAsync()
    {
        var old = (await FindAsync())?.Metadata.Uid ?? "";
        await DeleteAsync();
        var started = Stopwatch.GetTimestamp();
        while (ServersOf(old).Any())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(3), "the replaced pod of Redis does not end");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        await AwaitReadyAsync();
    }

    private Task<V1Pod?> FindAsync() => cluster.Admin.CoreV1.ReadNamespacedPodAsync(Name, cluster.Namespace, cancellationToken: TestContext.Current.CancellationToken).OrNullIfNotFoundAsync();

    private async Task<string> DiskAsync()
    {
        if (_disk is null)
        {
            var claim = await cluster.Admin.CoreV1.ReadNamespacedPersistentVolumeClaimAsync("data-redis-0", cluster.Namespace);
            _disk = (await cluster.Admin.CoreV1.ReadPersistentVolumeAsync(claim.Spec.VolumeName)).Spec.HostPath.Path;
        }

        return _disk;
    }

    private static IEnumerable<Process> ServersOf(string pod) =>
        Process.GetProcessesByName("redis-server").Concat(Process.GetProcessesByName("valkey-server")).Where(process => IsOf(process, pod));

    private static bool IsOf(Process process, string pod)
    {
        try
        {
            return pod.Length > 0 && File.ReadAllText($"/proc/{process.Id}/cgroup").Contains(pod, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }
}
