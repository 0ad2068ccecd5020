using System.Globalization;

namespace Lifecycle.Redis;

/// <summary>The answer to <c>INFO</c>, as far as the lifecycle reads it.</summary>
public sealed class RedisInfo
{
    private readonly Dictionary<string, string> _fields;

    private RedisInfo(Dictionary<string, string> fields)
    {
        _fields = fields;
        Keyspace = Keyspace.Parse(fields);
    }

    public Keyspace Keyspace { get; }

    /// <summary>Of Redis, or of what took its place: the version of Redis that this claims to be is another one.</summary>
    public string Version => Text("valkey_version") is { Length: > 0 } version ? version : Text("redis_version");

    /// <summary>For messages: "Redis 8.0.2", "Valkey 8.1.1".</summary>
    public string Server => $"{(IsValkey ? "Valkey" : "Redis")} {Version}";

    public bool IsValkey => Text("server_name") is "valkey";

    /// <summary>What it is given by another Redis is lost with that one's next word.</summary>
    public bool IsReplica => Text("role") is "slave";

    /// <summary>Keys that it gave up since its start, for want of room.</summary>
    public long EvictedKeys => Number("evicted_keys");

    /// <summary>Writes since it last wrote a dump, or loaded one.</summary>
    public long ChangesSinceSave => Number("rdb_changes_since_last_save");

    public long MaximumMemoryBytes => Number("maxmemory");

    /// <summary>What it does where there is no room: <c>noeviction</c> refuses writes, all others throw keys away.</summary>
    public string EvictionPolicy => Text("maxmemory_policy");

    /// <summary>It holds more than it may, and will throw keys away: of those that expire, or of all.</summary>
    public bool WillEvict => MaximumMemoryBytes > 0 && EvictionPolicy is not ("noeviction" or "")
        && (!EvictionPolicy.StartsWith("volatile-", StringComparison.Ordinal) || Keyspace.Databases.Any(database => database.Value.Expires > 0)) && UsedMemoryBytes - Number("mem_not_counted_for_evict") > MaximumMemoryBytes;

    /// <summary>Names one run of the server process: another value means that it has been restarted.</summary>
    public string RunId => Text("run_id");

    public bool Loading => Flag("loading");

    /// <summary>How much of its data it has loaded, while it loads: "12.34".</summary>
    public string LoadedPercent => Text("loading_loaded_perc");

    public bool AppendOnly => Flag("aof_enabled");

    public bool LastWriteOk => Text("aof_last_write_status") is "ok";

    /// <summary>Of its dump; with save points set it takes no writes after one that failed (MISCONF), also with the append-only file on.</summary>
    public bool LastSaveOk => Text("rdb_last_bgsave_status") is "ok";

    public bool LastRewriteOk => Text("aof_last_bgrewrite_status") is "ok";

    /// <summary>Bytes of writes that are acknowledged but not yet handed to the kernel.</summary>
    public long UnwrittenBytes => Number("aof_buffer_length");

    /// <summary>Bytes of append-only files loaded at the start and written since.</summary>
    public long AppendedBytes => Number("aof_current_size") + UnwrittenBytes;

    /// <summary>What the last rewrite left of the append-only file.</summary>
    public long RewrittenBytes => Number("aof_base_size");

    public long UsedMemoryBytes => Number("used_memory");

    public static RedisInfo Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line[0] != '#')
            {
                fields[line[..colon]] = line[(colon + 1)..];
            }
        }

        return new RedisInfo(fields);
    }

    private string Text(string field) => _fields.GetValueOrDefault(field, "");

    private bool Flag(string field) => Text(field) is "1";

    private long Number(string field) => long.TryParse(Text(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
