using Lifecycle.Embedded;

namespace Lifecycle.Tests.Support;

/// <summary>The servers that everything must work on, by the names that scripts/test-redis.sh gives them.</summary>
internal static class RedisServers
{
    public const string Redis7 = "redis-7.0";
    public const string Redis8 = "redis-8.0";
    public const string Valkey8 = "valkey-8.1";

    /// <summary>For <c>[MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]</c>.</summary>
    public static TheoryData<string> All => [.. Names];

    public static string[] Names => [Redis7, Redis8, Valkey8];

    /// <summary>Its programs; a test that needs them is skipped where they are not.</summary>
    public static async Task<RedisBinaries> FindAsync(string server)
    {
        if (FromVariable(server) is { } named)
        {
            return named;
        }

        if (server == Redis7)
        {
            return await RedisInstance.Binaries.Value;
        }

        var cached = Path.Combine(CacheFolder, "redis-lifecycle", "servers", server, "bin");
        Assert.SkipUnless(Directory.Exists(cached), $"There is no {server} here: unpack it with scripts/test-redis.sh up");
        return new RedisBinaries(cached, []);
    }

    /// <summary>What it is on a cluster.</summary>
    public static string Image(string server) => server switch
    {
        Redis7 => "redis:7-alpine",
        Redis8 => "redis:8-alpine",
        Valkey8 => "valkey/valkey:8-alpine",
        _ => throw new ArgumentException($"There is no server {server}", nameof(server)),
    };

    private static string CacheFolder => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private static RedisBinaries? FromVariable(string server) =>
        Environment.GetEnvironmentVariable($"TEST_{server.ToUpperInvariant().Replace('-', '_').Replace('.', '_')}") is { Length: > 0 } folder
            ? new RedisBinaries(folder, [])
            : null;
}
