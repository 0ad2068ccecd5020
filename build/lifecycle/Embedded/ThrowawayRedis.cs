using Lifecycle.Environments;
using Lifecycle.Volume;

namespace Lifecycle.Embedded;

/// <summary>A process of its own in a folder of its own, for one drill.</summary>
internal sealed class ThrowawayRedis : IThrowawayRedis
{
    private readonly EmbeddedFolders _folders;
    private readonly RedisProcess _process;
    private readonly EmbeddedRedis _host;

    private ThrowawayRedis(EmbeddedFolders folders, RedisProcess process)
    {
        (_folders, _process) = (folders, process);
        _host = new EmbeddedRedis(process);
    }

    public string Name => "the throwaway Redis";

    /// <summary>Also removes what a drill that was killed has left in the folder.</summary>
    public static async Task<ThrowawayRedis> StartAsync(EmbeddedFolders folders, RedisProcess process, CancellationToken cancellationToken)
    {
        await RemoveLeftAsync(folders, process, cancellationToken);
        var throwaway = new ThrowawayRedis(folders, process);
        try
        {
            await process.StartAsync(cancellationToken);
            return throwaway;
        }
        catch
        {
            await throwaway.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a drill that was killed has left: its process, and the data that it was restoring.</summary>
    public static async Task RemoveLeftAsync(EmbeddedFolders folders, RedisProcess process, CancellationToken cancellationToken)
    {
        await process.StopAsync(cancellationToken);
        if (Directory.Exists(folders.Root))
        {
            Directory.Delete(folders.Root, recursive: true);
        }
    }

    public Task<RedisConnection?> TryConnectAsync(Intent intent, CancellationToken cancellationToken) => _host.TryConnectAsync(intent, cancellationToken);

    public Task<RedisConnection> AwaitRestartAsync(string previousRunId, CancellationToken cancellationToken) => _host.AwaitRestartAsync(previousRunId, cancellationToken);

    public Task<IStoppedRedis> StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await RemoveLeftAsync(_folders, _process, CancellationToken.None);
}
