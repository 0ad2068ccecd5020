using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>The one folder of the volume that is ours. Whatever a killed run left is in it.</summary>
internal static class Scratch
{
    public const string Folder = ".redis-lifecycle";
    public const string Snapshot = $"{Folder}/snapshot";
    public const string Restore = $"{Folder}/restore";

    /// <summary>To be called by whoever holds the lock, where no restore has left a journal.</summary>
    public static Task ClearAsync(IShell shell, CancellationToken cancellationToken) =>
        shell.DoAsync(new Command("""rm -rf "$1" """, Folder), cancellationToken);
}
