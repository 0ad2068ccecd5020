namespace Lifecycle.Volume;

/// <summary>The one folder of the volume that is ours. Whatever a killed run left is in it.</summary>
internal static class Scratch
{
    public const string Folder = ".redis-lifecycle";
    public const string Snapshot = $"{Folder}/snapshot";
    public const string Restore = $"{Folder}/restore";

    /// <summary>What a restore puts by for its end, in bytes.</summary>
    public const long ReservedBytes = 256 * 1024;
}
