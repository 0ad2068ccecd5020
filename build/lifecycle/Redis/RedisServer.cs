using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>A Redis, reached through <c>redis-cli</c> in a shell beside it.</summary>
public sealed class RedisServer(IShell shell)
{
    /// <summary>REDIS_SOCKET names a Unix socket where there is no port.</summary>
    internal const string Program = """redis-cli -e ${REDIS_SOCKET:+-s "$REDIS_SOCKET"}""";

    /// <summary>Put before a script that calls <c>redis</c>.</summary>
    internal const string Cli = $$"""redis() { {{Program}} "$@"; };""" + "\n";

    public IShell Shell => shell;

    /// <exception cref="ShellException">Redis refused the command, or cannot be reached.</exception>
    public Task<string> CallAsync(CancellationToken cancellationToken, params string[] command) =>
        shell.ReadAsync(new Command(Cli + "redis \"$@\"", command), cancellationToken);

    public async Task<RedisInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        RedisInfo.Parse(await CallAsync(cancellationToken, "INFO"));
}
