namespace Lifecycle.Redis;

/// <summary>Where a Redis keeps its files, relative to its data directory.</summary>
public sealed record RedisLayout(string AofDirectory, string AofFileName, string DumpFileName, bool AppendOnly)
{
    /// <summary>The layout of the StatefulSet in k8s/apps/redis: Redis' own defaults, with the append-only file on.</summary>
    public static readonly RedisLayout Default = new("appendonlydir", "appendonly.aof", "dump.rdb", AppendOnly: true);

    public string ManifestPath => $"{AofDirectory}/{AofFileName}.manifest";

    /// <param name="settings">Names and values in turn, as <c>CONFIG GET</c> prints them.</param>
    /// <param name="where">For messages.</param>
    /// <exception cref="LifecycleException">These are of a Redis older than 7.</exception>
    public static RedisLayout Parse(string settings, string where)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var values = settings.Split('\n').Chunk(2).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return values["appenddirname"].FirstOrDefault() is { } directory
            ? new RedisLayout(directory, values["appendfilename"].First(), values["dbfilename"].First(), values["appendonly"].First() is "yes")
            : throw new LifecycleException($"{where} runs a Redis older than 7", "Upgrade it to Redis 7: older ones keep their append-only file in another form");
    }
}
