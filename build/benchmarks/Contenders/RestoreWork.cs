using Lifecycle.Benchmarks.Servers;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>The work of a restore: an archive from the bucket into Redis, until Redis serves what is in it.</summary>
/// <param name="Backup">What was backed up, and from where.</param>
/// <param name="Archive">Its address.</param>
/// <param name="Fingerprint">Of every key when it was made.</param>
internal sealed record RestoreWork(BackupWork Backup, string Archive, string Fingerprint)
{
    public RedisPod Redis => Backup.Redis;

    /// <summary>A new pod of a Redis without data: what is there afterwards was restored.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await RedisData.EmptyAsync(Redis, cancellationToken);
        await Redis.RecreateAsync(cancellationToken);
    }

    /// <exception cref="VoidResultException">Redis serves other keys, or other values.</exception>
    public async Task RequireServedAsync(CancellationToken cancellationToken)
    {
        var found = await Redis.FingerprintAsync(cancellationToken);
        if (found != Fingerprint)
        {
            throw new VoidResultException($"Redis serves {found} afterwards, and {Fingerprint} was backed up");
        }
    }
}
