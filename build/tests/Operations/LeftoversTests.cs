using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Stores;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;
using Lifecycle.Verbs;

namespace Lifecycle.Tests.Operations;

/// <summary>What a backup that was killed has left in its store, of which the lock tells.</summary>
public sealed class LeftoversTests : StoreTest
{
    private static readonly BackupName Name = BackupName.Parse("20260207T114100Z");

    [Fact]
    public async Task An_archive_that_nothing_says_whose_it_is_goes()
    {
        await Store.PutAsync(Name.Archive, new byte[1], RedisInstance.Cancel);
        // It may have been stored just now, by somebody who is about to say whose it is.
        Assert.False(await IsClearedAsync());
        Assert.Single(await new Catalog(Store).ListAsync(RedisInstance.Cancel));

        File.SetLastWriteTimeUtc(Store.Locate(Name.Archive), DateTime.UtcNow.AddMinutes(-2));
        Assert.True(await IsClearedAsync());

        Assert.Empty(await new Catalog(Store).ListAsync(RedisInstance.Cancel));
    }

    [Fact]
    public async Task One_that_has_a_manifest_is_left_to_rotation_and_a_complete_one_stays()
    {
        await new BackupSample(Name, size: 1).StoreAsync(Store, new Owner("dev.data.redis", "1a2b3c4d"), Name.Time, log: null, RedisInstance.Cancel);

        Assert.True(await IsClearedAsync());

        Assert.True(Assert.Single(await new Catalog(Store).ListAsync(RedisInstance.Cancel)).IsComplete);
    }

    [Fact]
    public async Task A_backup_that_has_lost_its_lock_describes_no_archive_that_another_may_have_removed()
    {
        await using var redis = await RedisInstance.StartAsync();
        await using var lost = new NotedLock("") { IsLost = true };

        _ = await Assert.ThrowsAsync<ConflictException>(() => RedisInstance.BackUpAsync(redis.Host, Store, lost));

        var left = Assert.Single(await new Catalog(Store).ListAsync(RedisInstance.Cancel));
        Assert.Equal([BackupPart.Archive], left.Parts.Select(part => part.Key.Part));
    }

    private async Task<bool> IsClearedAsync()
    {
        await using var held = new NotedLock(Store.Locate(Name.Archive));
        await Leftovers.ClearAsync(Store, held, Silence.Reporter, RedisInstance.Cancel);
        return held.IsSettled;
    }

    private sealed class NotedLock(string place) : IOperationLock
    {
        public bool IsSettled { get; private set; }

        public bool IsLost { get; init; }

        public string? LeftBehind => place;

        public Task RequireHeldAsync(CancellationToken cancellationToken) => IsLost ? throw new ConflictException("The lock was lost to another", "Run it again") : Task.CompletedTask;

        public Task NoteAsync(string line, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Settle() => IsSettled = true;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
