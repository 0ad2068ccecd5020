using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Embedded;

/// <summary>Where <c>redis-server</c> and its tools are, and where the libraries that came with them are, if any.</summary>
public sealed record RedisBinaries(string Directory, IReadOnlyList<string> LibraryDirectories)
{
    /// <summary>From PATH, else from an earlier download, else from the distribution's own packages, unpacked privately.</summary>
    /// <exception cref="LifecycleException">There is none and none can be had; the message says what to install.</exception>
    public static async Task<RedisBinaries> LocateAsync(string cacheDirectory, IReporter reporter, CancellationToken cancellationToken) =>
        FromPath() ?? FromCache(cacheDirectory) ?? await DownloadAsync(cacheDirectory, reporter, cancellationToken);

    /// <summary>What a process needs in its environment to run them.</summary>
    public IReadOnlyDictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{Directory}{Path.PathSeparator}{System.Environment.GetEnvironmentVariable("PATH")}",
        };
        if (LibraryDirectories.Count > 0)
        {
            environment["LD_LIBRARY_PATH"] = string.Join(Path.PathSeparator, LibraryDirectories);
        }

        return environment;
    }

    private static RedisBinaries? FromPath() => (System.Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(directory => File.Exists(Path.Combine(directory, "redis-server")) && File.Exists(Path.Combine(directory, "redis-cli")))
        .Select(directory => new RedisBinaries(directory, []))
        .FirstOrDefault();

    private static RedisBinaries? FromCache(string root) => File.Exists(Path.Combine(root, "usr/bin/redis-server"))
        ? new RedisBinaries(
            Path.Combine(root, "usr/bin"),
            [.. !System.IO.Directory.Exists(Path.Combine(root, "usr/lib")) ? [] : System.IO.Directory.EnumerateFiles(Path.Combine(root, "usr/lib"), "*.so*", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Distinct()])
        : null;

    private static async Task<RedisBinaries> DownloadAsync(string root, IReporter reporter, CancellationToken cancellationToken)
    {
        reporter.Info("No redis-server on PATH: unpacking the distribution's own into a private folder (nothing is installed)");
        await DebianPackages.UnpackAsync(["redis-server", "redis-tools"], root, cancellationToken);
        return FromCache(root) ?? throw new LifecycleException("The distribution's redis-server package holds no redis-server", "Install Redis 7 so that redis-server and redis-cli are on PATH");
    }
}
