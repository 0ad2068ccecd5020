using Lifecycle.Volume;

namespace Lifecycle.Environments;

public static class RedisHostExtensions
{
    /// <inheritdoc cref="IRedisHost.TryConnectAsync"/>
    public static Task<RedisConnection?> TryConnectAsync(this IRedisHost host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.TryConnectAsync(Intent.Look, cancellationToken);
    }
}
