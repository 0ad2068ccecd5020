using System.Security.Cryptography;
using System.Text;
using Lifecycle.Archives;
using Lifecycle.Redis;
using Lifecycle.Stores;

namespace Lifecycle.Tests.S3;

/// <summary>The objects of one backup, stored as Backup stores them: the archive in parts, then its checksum, then a manifest.</summary>
internal sealed class BackupSample
{
    public BackupSample(BackupName name, int size)
    {
        Name = name;
        Archive = RandomNumberGenerator.GetBytes(size);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Archive));
    }

    public BackupName Name { get; }

    public byte[] Archive { get; }

    public string Sha256 { get; }

    public static Task PutAsync(IBackupStore store, string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => store.PutAsync(key, content, cancellationToken);

    public static async Task<byte[]> GetAsync(IBackupStore store, string key, CancellationToken cancellationToken)
    {
        await using var stream = await store.OpenReadAsync(key, cancellationToken);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    public static async Task RequireAsync(IBackupStore store, string key, byte[] content, CancellationToken cancellationToken)
    {
        var stored = await GetAsync(store, key, cancellationToken);
        Assert.True(content.AsSpan().SequenceEqual(stored), $"{stored.Length} bytes came back for {content.Length}, or others");
    }

    public Task StoreAsync(IBackupStore store, CancellationToken cancellationToken) => StoreAsync(store, owner: null, "{}"u8.ToArray(), cancellationToken);

    /// <summary>The same, of an owner, with what says when it was taken and where a log goes on from it.</summary>
    public Task StoreAsync(IBackupStore store, Owner owner, DateTimeOffset time, ManifestLog? log, CancellationToken cancellationToken)
    {
        var manifest = new BackupManifest(Name.Timestamp, time, "7.0.15", new Dictionary<int, DatabaseKeys>(), Archive.Length, Sha256, []) { Owner = owner.ToManifest(), Log = log };
        return StoreAsync(store, owner, manifest.ToJson(), cancellationToken);
    }

    private async Task StoreAsync(IBackupStore store, Owner? owner, byte[] manifest, CancellationToken cancellationToken)
    {
        await PutAsync(store, Name.Archive, Archive, cancellationToken);
        await PutAsync(store, Name.Key(BackupPart.Checksum), Encoding.ASCII.GetBytes(Checksum.Format(Sha256, Name.ArchiveFileName)), cancellationToken);
        await PutAsync(store, Name.ManifestKey(owner), manifest, cancellationToken);
    }

    /// <summary>Whether the store holds the backup; if it looks complete it must be whole.</summary>
    public async Task<bool> IsStoredAsync(IBackupStore store, CancellationToken cancellationToken)
    {
        var catalog = new Catalog(store);
        if ((await catalog.ListAsync(cancellationToken)).SingleOrDefault(backup => backup.Name == Name) is not { IsComplete: true } backup)
        {
            return false;
        }

        Assert.Equal(Sha256, await catalog.ReadSha256Async(backup, cancellationToken));
        Assert.Equal(Sha256, Convert.ToHexStringLower(SHA256.HashData(await GetAsync(store, Name.Archive, cancellationToken))));
        return true;
    }
}
