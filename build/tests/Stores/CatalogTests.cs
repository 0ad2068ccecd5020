using Lifecycle.Archives;
using Lifecycle.Redis;
using Lifecycle.Stores;
using Lifecycle.Tests.S3;

namespace Lifecycle.Tests.Stores;

public sealed class CatalogTests : IDisposable
{
    private static readonly BackupName Name = BackupName.Parse("20260207T114100Z");
    private static readonly Owner Mine = new("dev.data.redis", "1a2b3c4d");
    private static readonly Owner Theirs = new("prod.data.redis", "0f0f0f0f");

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listing_alone_tells_whose_a_backup_is()
    {
        var backup = await StoreAsync((Mine, null));
        Assert.Equal(Mine, backup.Owner);
        Assert.Equal($"{Name}/cloudradar-redis-data-{Name}.manifest.dev.data.redis.1a2b3c4d.json", backup.ManifestKey);
    }

    [Fact]
    public async Task Key_and_content_that_agree_are_read() =>
        Assert.Equal(Mine.ToManifest(), (await ReadAsync(await StoreAsync((Mine, Mine))))?.Owner);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Where_only_one_or_none_says_an_owner_there_is_no_contradiction(bool key, bool content) =>
        Assert.NotNull(await ReadAsync(await StoreAsync((key ? Mine : null, content ? Mine : null))));

    [Fact]
    public async Task Key_and_content_that_contradict_are_refused()
    {
        var backup = await StoreAsync((Mine, Theirs));
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(backup));
        Assert.Contains("its name says that it is of dev.data.redis.1a2b3c4d, its content that it is of prod.data.redis.0f0f0f0f", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifests_of_two_owners_are_refused()
    {
        var backup = await StoreAsync((Mine, Mine), (Theirs, Theirs));
        Assert.False(backup.IsComplete);
        _ = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(backup));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private async Task<StoredBackup> StoreAsync(params (Owner? Key, Owner? Content)[] manifests)
    {
        using var store = new FolderStore(_root.FullName);
        await BackupSample.PutAsync(store, Name.Archive, "x"u8.ToArray(), Token);
        foreach (var (key, content) in manifests)
        {
            var manifest = new BackupManifest(Name.Timestamp, Name.Time, "7.0.15", new Dictionary<int, DatabaseKeys>(), 1, "", []) { Owner = content?.ToManifest() };
            await BackupSample.PutAsync(store, Name.ManifestKey(key), manifest.ToJson(), Token);
        }

        return Assert.Single(await new Catalog(store).ListAsync(Token));
    }

    private async Task<BackupManifest?> ReadAsync(StoredBackup backup)
    {
        using var store = new FolderStore(_root.FullName);
        return await new Catalog(store).ReadManifestAsync(backup, Token);
    }
}
