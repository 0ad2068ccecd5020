using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Pods;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>What must not be there once a verb got through after a fault.</summary>
internal static class Remains
{
    private const string Lease = "redis-lifecycle";

    // ps would cut a script before its arguments. What is looked for is written so that this does not find itself.
    private const string Look = """
        lines() { for process in /proc/[0-9]*; do tr '\0\n' '  ' 2>/dev/null < "$process/cmdline" || :; echo; done; }
        echo "data: $(ls -A . | tr '\n' ' ')"
        echo "files: $(ls appendonlydir | tr '\n' ' ')"
        echo "manifest: $(tr '\n' ' ' < appendonlydir/appendonly.aof.manifest)"
        echo "processes: $(lines | grep -E '^(dd|tar|cat) |^redis-cli -e $|^(/bin/)?sh .*\.redis-[l]ifecycle' | tr '\n' ' ')"
        echo "write: $(redis-cli SET writable 1)"
        redis-cli DEL writable > /dev/null
        echo "settings: $(redis-cli CONFIG GET '*' | sed 'N;s/\n/=/' | sort | tr '\n' ' ')"
        """;

    /// <summary>What the settings of Redis are, to be compared with later.</summary>
    public static async Task<string> SettingsAsync(FaultWorld world) => (await ReadAsync(world))["settings"];

    public static async Task RequireNoneAsync(FaultWorld world, string settings)
    {
        var found = await ReadAsync(world);
        Assert.DoesNotContain(Scratch.Folder, found["data"], StringComparison.Ordinal);
        var listed = found["manifest"].Split(' ');
        Assert.All(
            found["files"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(file => !file.StartsWith("temp", StringComparison.Ordinal) && file != "appendonly.aof.manifest"),
            file => Assert.True(listed.Contains(file), $"{file} is left in appendonlydir"));
        Assert.Equal("", found["processes"]);
        Assert.Equal("OK", found["write"]);
        Assert.Equal(settings, found["settings"]);
        await RequireNoneInClusterAsync(world);
        Assert.Empty(await world.Server.UploadsAsync(world.Prefix));
    }

    /// <summary>No pod, StatefulSet or claim but Redis' own, and no lock.</summary>
    public static async Task RequireNoneInClusterAsync(FaultWorld world)
    {
        Assert.Subset(new HashSet<string> { "redis-0", "redis", "data-redis-0" }, (await NamesAsync(world)).ToHashSet());
        var lease = await world.Cluster.Admin.CoordinationV1.ReadNamespacedLeaseAsync(Lease, world.Cluster.Namespace).OrNullIfNotFoundAsync();
        Assert.True(string.IsNullOrEmpty(lease?.Spec.HolderIdentity), "the lock is still held");
        Assert.Null(lease?.GetAnnotation("redis-lifecycle/note"));
        var statefulSets = await world.Cluster.Admin.AppsV1.ListNamespacedStatefulSetAsync(world.Cluster.Namespace);
        Assert.All(statefulSets.Items, each => Assert.False(StatefulSetScale.IsStopped(StatefulSet.Of(each)), "Redis is still held off its volume"));
    }

    public static async Task<IReadOnlyList<string>> NamesAsync(FaultWorld world)
    {
        var (admin, name) = (world.Cluster.Admin, world.Cluster.Namespace);
        return
        [
            .. (await admin.CoreV1.ListNamespacedPodAsync(name)).Items.Select(each => each.Metadata.Name),
            .. (await admin.AppsV1.ListNamespacedStatefulSetAsync(name)).Items.Select(each => each.Metadata.Name),
            .. (await admin.CoreV1.ListNamespacedPersistentVolumeClaimAsync(name)).Items.Select(each => each.Metadata.Name),
        ];
    }

    /// <summary>A dead holder's lease, as if it had expired: that takes a minute each time, and has a test of its own.</summary>
    public static async Task ExpireLeaseAsync(FaultWorld world)
    {
        var patch = new V1Patch("""{"spec":{"holderIdentity":null}}""", V1Patch.PatchType.MergePatch);
        _ = await world.Cluster.Admin.CoordinationV1.PatchNamespacedLeaseAsync(patch, Lease, world.Cluster.Namespace).OrNullIfNotFoundAsync();
    }

    private static async Task<Dictionary<string, string>> ReadAsync(FaultWorld world) => (await world.Pod.ReadAsync(Look))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(": ", 2))
        .ToDictionary(parts => parts[0].TrimEnd(':'), parts => parts.Length > 1 ? parts[1].Trim() : "");
}
