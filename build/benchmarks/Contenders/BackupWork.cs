using System.Globalization;
using System.Security.Cryptography;
using Lifecycle.Archives;
using Lifecycle.Benchmarks.Servers;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>The work of a backup: what is in /data, by way of the pod, into the bucket.</summary>
/// <param name="Root">The repository.</param>
/// <param name="Folder">For files that a script leaves on this machine.</param>
/// <param name="Redis">What is backed up.</param>
/// <param name="Bucket">Where it goes.</param>
/// <param name="DataBytes">How much there is in /data.</param>
internal sealed record BackupWork(string Root, string Folder, RedisPod Redis, Bucket Bucket, long DataBytes)
{
    private const double Tolerance = 0.02;
    private const int Overhead = 64 * 1024;

    /// <exception cref="VoidResultException">That is not as much as there is in /data.</exception>
    public void Require(long bytes, string what)
    {
        if (Math.Abs(bytes - DataBytes) > (DataBytes * Tolerance) + Overhead)
        {
            throw new VoidResultException($"{what} has {bytes} bytes, and /data {DataBytes}");
        }
    }

    public void Require(string output, string what) => Require(long.TryParse(output.Trim(), CultureInfo.InvariantCulture, out var bytes) ? bytes : -1, what);

    /// <summary>Reads the archive back from the bucket, whole.</summary>
    /// <exception cref="VoidResultException">Its content is not what there is in /data, or its digest another.</exception>
    public async Task RequireArchiveAsync(string uri, string? sha256, CancellationToken cancellationToken)
    {
        await using var archive = await Bucket.OpenAsync(uri, cancellationToken);
        var content = await ArchiveContent.ReadAsync(archive, long.MaxValue, cancellationToken);
        Require(content.Size, uri);
        if (sha256 is not null && sha256 != content.Sha256)
        {
            throw new VoidResultException($"{uri} hashes to {content.Sha256} and should to {sha256}");
        }
    }

    public static async Task<string> Sha256Async(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
