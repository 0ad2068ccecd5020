using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Volume;

internal static class SnapshotExtensions
{
    /// <summary>Reads it to its end, which it is to have.</summary>
    public static async Task PassOverAsync(this Snapshot snapshot)
    {
        await snapshot.Content.CopyToAsync(Stream.Null, RedisInstance.Cancel);
        await snapshot.CompleteAsync(RedisInstance.Cancel);
    }
}
