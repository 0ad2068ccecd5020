namespace Lifecycle.Tests.Support;

/// <summary>One digest over every key of every database, its content and when it expires, made by Redis itself.</summary>
internal static class Fingerprint
{
    // Sorted by Redis: the order of KEYS differs from run to run.
    private const string Script = """
        local digest = ''
        for database = 0, 15 do
            redis.call('SELECT', database)
            local keys = redis.call('KEYS', '*')
            table.sort(keys)
            for _, key in ipairs(keys) do
                digest = redis.sha1hex(digest .. database .. key .. redis.call('DUMP', key) .. redis.call('PEXPIRETIME', key))
            end
            digest = digest .. ':' .. #keys
        end
        return redis.sha1hex(digest)
        """;

    public static string[] Command { get; } = ["EVAL", Script, "0"];

    /// <summary>Of names and when they expire. Together with DEBUG DIGEST, which does not mind in which order a set is kept, as DUMP does.</summary>
    public static string[] Expiries { get; } = ["EVAL", Script.Replace("redis.call('DUMP', key) .. ", "", StringComparison.Ordinal), "0"];
}
