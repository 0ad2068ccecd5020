namespace Lifecycle.Redis;

/// <summary>Where a Redis keeps its files, relative to its data directory.</summary>
public sealed record RedisLayout(string AofDirectory, string AofFileName, string DumpFileName, bool AppendOnly)
{
    /// <summary>The layout of the StatefulSet in k8s/apps/redis: Redis' own defaults, with the append-only file on.</summary>
    public static readonly RedisLayout Default = new("appendonlydir", "appendonly.aof", "dump.rdb", AppendOnly: true);

    public string ManifestPath => $"{AofDirectory}/{AofFileName}.manifest";
}
