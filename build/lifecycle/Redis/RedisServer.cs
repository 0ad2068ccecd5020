using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>A Redis, reached through <c>redis-cli</c> in a shell beside it.</summary>
public sealed class RedisServer(IShell shell)
{
    /// <summary>Put before a script that calls <c>redis</c>. REDIS_SOCKET names a Unix socket where there is no port.</summary>
    internal const string Cli = """redis() { redis-cli -e ${REDIS_SOCKET:+-s "$REDIS_SOCKET"} "$@"; };""" + "\n";

    public IShell Shell => shell;

    /// <exception cref="ShellException">Redis refused the command, or cannot be reached.</exception>
    public Task<string> CallAsync(CancellationToken cancellationToken, params string[] command) =>
        shell.ReadAsync(new Command(Cli + "redis \"$@\"", command), cancellationToken);

    public async Task<RedisInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        RedisInfo.Parse(await CallAsync(cancellationToken, "INFO"));

    public async Task<RedisLayout> GetLayoutAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync(cancellationToken, "CONFIG", "GET", "append*", "db*");
        var lines = answer.Split('\n');
        var settings = lines.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return settings.TryGetValue("appenddirname", out var directory)
            ? new RedisLayout(directory, settings["appendfilename"], settings["dbfilename"], settings["appendonly"] is "yes")
            : throw new LifecycleException($"{shell.Name} runs a Redis older than 7", "Upgrade it to Redis 7: older ones keep their append-only file in another form");
    }
}
