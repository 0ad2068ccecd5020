using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>A rotation that has two backups to keep, and three and an incomplete one to remove.</summary>
internal sealed class RotateScenario(FaultWorld world) : Scenario(world)
{
    private static readonly int[] DaysAgo = [0, 1, 2, 3, 4];

    private string _data = "";
    private byte[] _archive = [];
    private byte[] _checksum = [];
    private byte[] _manifest = [];
    private Owner? _owner;

    public override string[] Command => ["Rotate", "--keep", "2"];

    public override async Task BeginAsync()
    {
        await base.BeginAsync();
        await World.Pod.FillAsync(megabytes: 1);
        _data = await World.Pod.FingerprintAsync();
        _ = await World.MustAsync("Backup");
        using var store = World.Server.Store(World.Prefix);
        var made = Assert.Single(await new Catalog(store).ListAsync(RedisInstance.Cancel));
        _archive = await S3.BackupSample.GetAsync(store, made.Name.Archive, RedisInstance.Cancel);
        _checksum = await S3.BackupSample.GetAsync(store, made.Name.Key(BackupPart.Checksum), RedisInstance.Cancel);
        _manifest = await S3.BackupSample.GetAsync(store, made.Name.ManifestKey(made.Owner), RedisInstance.Cancel);
        _owner = made.Owner;
    }

    public override async Task PrepareAsync(int round)
    {
        await World.Pod.RenewAsync();
        await EmptyStoreAsync();
        using var store = World.Server.Store(World.Prefix);
        // Oldest first: what is stored last must have the latest name.
        foreach (var name in DaysAgo.Reverse().Select(day => BackupName.At(DateTimeOffset.UtcNow.AddDays(-day).AddHours(-1))))
        {
            await S3.BackupSample.PutAsync(store, name.Archive, _archive, RedisInstance.Cancel);
            await S3.BackupSample.PutAsync(store, name.Key(BackupPart.Checksum), _checksum, RedisInstance.Cancel);
            // Only its own are rotated, and the manifest's key says whose they are.
            await S3.BackupSample.PutAsync(store, name.ManifestKey(_owner), _manifest, RedisInstance.Cancel);
        }
    }

    public override async Task RequireNothingLostAsync(Outcome faulted)
    {
        var backups = await LoadCompleteBackupsAsync();
        Assert.Equal(2, backups.Count);
        Assert.All(backups, backup => Assert.True(backup.Value == _data, $"backup {backup.Key} holds other data"));
        using var store = World.Server.Store(World.Prefix);
        // A manifest says whose the rest was, and goes when it is a day old: nobody can tell it from a backup that is being copied here.
        Assert.All((await new Catalog(store).ListAsync(RedisInstance.Cancel)).Where(backup => !backup.IsComplete), backup => Assert.Equal(BackupPart.Manifest, Assert.Single(backup.Parts).Key.Part));
        Assert.Equal(_data, await World.Pod.FingerprintAsync());
        await Remains.RequireNoneAsync(World, Settings);
    }
}
