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

    public string Version => Text("redis_version");

    /// <summary>Names one run of the server process: another value means that it has been restarted.</summary>
    public string RunId => Text("run_id");

    public bool Loading => Flag("loading");

    public bool AppendOnly => Flag("aof_enabled");

    public bool RewriteInProgress => Flag("aof_rewrite_in_progress");

    public bool SaveInProgress => Flag("rdb_bgsave_in_progress");

    public bool LastWriteOk => Text("aof_last_write_status") is "ok";

    public bool LastRewriteOk => Text("aof_last_bgrewrite_status") is "ok";

    public bool LastSaveOk => Text("rdb_last_bgsave_status") is "ok";

    /// <summary>Bytes of writes that are acknowledged but not yet handed to the kernel.</summary>
    public long UnwrittenBytes => Number("aof_buffer_length");

    /// <summary>Bytes of append-only files loaded at the start and written since.</summary>
    public long AppendedBytes => Number("aof_current_size") + UnwrittenBytes;

    public long UsedMemoryBytes => Number("used_memory");

    public long ResidentMemoryBytes => Number("used_memory_rss");

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
