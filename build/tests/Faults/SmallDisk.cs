using System.Diagnostics;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Faults;

/// <summary>A file system of a few megabytes, which can be filled and freed again.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Megabytes = 64;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redis-lifecycle-test-disk-");

    public string Path => _folder.FullName;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Skips the test where nobody may mount one.</summary>
    public static async Task<SmallDisk> MountAsync()
    {
        var disk = new SmallDisk();
        using var mount = Process.Start(new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", $"size={Megabytes}m,mode=700", "tmpfs", disk.Path]) { RedirectStandardError = true })!;
        var error = await mount.StandardError.ReadToEndAsync(RedisInstance.Cancel);
        await mount.WaitForExitAsync(RedisInstance.Cancel);
        Assert.SkipWhen(mount.ExitCode != 0, $"no file system can be mounted here, run the tests as root: {error.Trim()}");
        return disk;
    }

    public void Fill()
    {
        var block = new byte[64 * 1024];
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full: that is what it is for.
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        // A step of which nobody hears any more may still be about to end.
        await Eventually.IsTrueAsync(UnmountAsync);
        _folder.Delete();
    }

    private async Task<bool> UnmountAsync()
    {
        using var unmount = Process.Start(new ProcessStartInfo("umount", [Path]) { RedirectStandardError = true, WorkingDirectory = "/" })!;
        _ = await unmount.StandardError.ReadToEndAsync(RedisInstance.Cancel);
        await unmount.WaitForExitAsync(RedisInstance.Cancel);
        return unmount.ExitCode == 0;
    }
}
