using System.Globalization;

namespace Lifecycle.Benchmarks.Measuring;

/// <summary>The control group of Redis' container on this machine, found by its pod. What is run in the container belongs to it as well.</summary>
internal sealed class ContainerGroup
{
    private const string Root = "/sys/fs/cgroup";
    private const string Server = "redis-server";

    private readonly string _usage;
    private readonly string _limits;
    private readonly bool _unified;

    private ContainerGroup(string usage, string limits, bool unified) => (_usage, _limits, _unified) = (usage, limits, unified);

    /// <returns>Null where the pod runs on another machine, or out of this one's sight.</returns>
    public static ContainerGroup? Find(string pod)
    {
        // The kubelet writes the pod's id with dashes or with underscores, by the driver that it is set to.
        string[] spellings = [pod, pod.Replace('-', '_')];
        return Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && Read($"{folder}/comm").Trim() == Server)
            .Select(folder => Read($"{folder}/cgroup"))
            .Where(groups => spellings.Any(spelling => groups.Contains(spelling, StringComparison.Ordinal)))
            .Select(Of)
            .FirstOrDefault();
    }

    public PodUsage Read()
    {
        var limits = File.ReadAllLines(Path.Combine(_limits, "cpu.stat"))
            .Select(line => line.Split(' '))
            .ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture));
        return _unified
            ? new PodUsage(TimeSpan.FromMicroseconds(limits["usage_usec"]), TimeSpan.FromMicroseconds(limits.GetValueOrDefault("throttled_usec")))
            : new PodUsage(Nanoseconds(long.Parse(File.ReadAllText(Path.Combine(_usage, "cpuacct.usage")), CultureInfo.InvariantCulture)), Nanoseconds(limits["throttled_time"]));
    }

    // "4:cpu,cpuacct:/path" in version 1, which has a hierarchy per controller; "0::/path" in version 2.
    private static ContainerGroup? Of(string groups)
    {
        var lines = groups.Split('\n').Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).ToList();
        var (usage, limits) = (Folder("cpuacct"), Folder("cpu"));
        return usage is not null && limits is not null ? new ContainerGroup(usage, limits, unified: false)
            : lines.Find(parts => parts[1].Length == 0) is { } unified && Directory.Exists(Root + unified[2]) ? new ContainerGroup(Root + unified[2], Root + unified[2], unified: true)
            : null;

        string? Folder(string controller) => lines.Find(parts => parts[1].Split(',').Contains(controller)) is { } found && Directory.Exists($"{Root}/{found[1]}{found[2]}")
            ? $"{Root}/{found[1]}{found[2]}"
            : null;
    }

    private static TimeSpan Nanoseconds(long count) => TimeSpan.FromTicks(count / TimeSpan.NanosecondsPerTick);

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
