using System.Security.Cryptography;
using Lifecycle.Failures;
using Lifecycle.Stores;
using Lifecycle.Tests.S3;

namespace Lifecycle.Tests.Stores;

/// <summary>What every store keeps to, whatever it is made of. A test has a store of its own, empty at its beginning.</summary>
public abstract class StoreContract
{
    protected const string Key = "20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz";
    private const string Another = "20260207T114101Z/cloudradar-redis-data-20260207T114101Z.tgz";
    private const int Large = S3Server.PartSize + 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_reached_and_empty()
    {
        using var store = Open();
        await store.ReachAsync(Token);
        Assert.Empty(await KeysAsync(store));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 * 1024)]
    [InlineData((256 * 1024) + 1)]
    [InlineData(S3Server.PartSize)]
    [InlineData(S3Server.PartSize + 1)]
    [InlineData((8 * 1024 * 1024) + (256 * 1024))]
    [InlineData((S3Server.PartSize * 6) + 123)]
    public async Task An_object_of_any_size_comes_back_as_it_was(int size)
    {
        using var store = Open();
        var content = RandomNumberGenerator.GetBytes(size);
        await BackupSample.PutAsync(store, Key, content, Token);
        await BackupSample.RequireAsync(store, Key, content, Token);
    }

    [Fact]
    public async Task What_is_stored_is_listed_with_its_size_and_the_time()
    {
        using var store = Open();
        await BackupSample.PutAsync(store, Key, new byte[7], Token);
        await BackupSample.PutAsync(store, Another, new byte[8], Token);
        var listed = await store.ListAsync("", Token).OrderBy(stored => stored.Key, StringComparer.Ordinal).ToListAsync(Token);
        Assert.Equal([(Key, 7L), (Another, 8L)], listed.Select(stored => (stored.Key, stored.Size)));
        Assert.All(listed, stored => Assert.InRange(stored.Modified, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5)));
        Assert.All(listed, stored => Assert.StartsWith(store.Location, store.Locate(stored.Key), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_comes_after_a_key_is_listed_by_itself()
    {
        using var store = Open();
        await BackupSample.PutAsync(store, Key, new byte[7], Token);
        await BackupSample.PutAsync(store, Another, new byte[8], Token);

        Assert.Equal([Another], await store.ListAsync("2026", Key, Token).Select(stored => stored.Key).ToListAsync(Token));
        Assert.Empty(await store.ListAsync("2026", $"{Another[..16]}/~", Token).ToListAsync(Token));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(Large)]
    public async Task It_is_not_there_before_it_is_complete(int size)
    {
        using var store = Open();
        await using var upload = await store.CreateAsync(Key, most: null, Token);
        await upload.Content.WriteAsync(new byte[size], Token);
        Assert.Empty(await KeysAsync(store));
        _ = await Assert.ThrowsAsync<NotFoundException>(() => store.OpenReadAsync(Key, Token));
        await upload.CompleteAsync(Token);
        Assert.Equal([Key], await KeysAsync(store));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_named()
    {
        using var store = Open();
        var failure = await Assert.ThrowsAsync<NotFoundException>(() => store.OpenReadAsync(Key, Token));
        Assert.Equal($"There is no {store.Locate(Key)}", failure.Problem);
    }

    [Fact]
    public async Task What_is_there_is_never_overwritten()
    {
        using var store = Open();
        await BackupSample.PutAsync(store, Key, "first"u8.ToArray(), Token);
        ConflictException failure = await Assert.ThrowsAsync<AlreadyStoredException>(() => store.CreateAsync(Key, most: null, Token));
        Assert.Contains(store.Locate(Key), failure.Problem, StringComparison.Ordinal);
        await BackupSample.RequireAsync(store, Key, "first"u8.ToArray(), Token);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(Large)]
    public async Task Of_two_writers_the_second_to_complete_is_refused(int size)
    {
        using var store = Open();
        var (one, other) = (RandomNumberGenerator.GetBytes(size), RandomNumberGenerator.GetBytes(size));
        await using (var first = await store.CreateAsync(Key, most: null, Token))
        await using (var second = await store.CreateAsync(Key, most: null, Token))
        {
            await first.Content.WriteAsync(one, Token);
            await second.Content.WriteAsync(other, Token);
            await first.CompleteAsync(Token);
            _ = await Assert.ThrowsAsync<AlreadyStoredException>(() => second.CompleteAsync(Token));
        }

        await BackupSample.RequireAsync(store, Key, one, Token);
        Assert.Empty(await UnfinishedAsync());
    }

    [Fact]
    public async Task Of_many_writers_at_once_one_wins()
    {
        using var store = Open();
        var contents = Enumerable.Range(0, 8).Select(_ => RandomNumberGenerator.GetBytes(100)).ToList();
        var uploads = await Task.WhenAll(contents.Select(_ => store.CreateAsync(Key, most: null, Token)));
        var failures = await Task.WhenAll(uploads.Select(async (upload, writer) =>
        {
            await using (upload)
            {
                await upload.Content.WriteAsync(contents[writer], Token);
                return await Record.ExceptionAsync(() => upload.CompleteAsync(Token));
            }
        }));
        Assert.Equal(7, failures.OfType<AlreadyStoredException>().Count());
        await BackupSample.RequireAsync(store, Key, contents[Array.IndexOf(failures, null)], Token);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(S3Server.PartSize * 3)]
    public async Task An_upload_that_is_given_up_leaves_nothing(int size)
    {
        using var store = Open();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        IUpload upload;
        await using (upload = await store.CreateAsync(Key, most: null, Token))
        {
            await upload.Content.WriteAsync(new byte[size], cancellation.Token);
            await cancellation.CancelAsync();
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload.CompleteAsync(cancellation.Token));
        }

        Assert.True(upload.LeavesNothing);
        Assert.Empty(await KeysAsync(store));
        Assert.Empty(await UnfinishedAsync());
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_nothing_else_is()
    {
        using var store = Open();
        await BackupSample.PutAsync(store, Key, new byte[1], Token);
        await BackupSample.PutAsync(store, Another, new byte[1], Token);
        Assert.Empty(await store.DeleteAsync([Another, "20260207T114102Z/absent"], Token));
        Assert.Equal([Key], await KeysAsync(store));
        Assert.Empty(await store.DeleteAsync([], Token));
    }

    [Fact]
    public async Task Unfinished_uploads_of_one_key_are_abandoned_and_nothing_else_is()
    {
        using var store = Open();
        await BackupSample.PutAsync(store, Key, new byte[1], Token);
        await LeaveUnfinishedAsync(Key);
        await LeaveUnfinishedAsync(Another);
        Assert.True(await store.AbandonAsync(Key, Token));
        Assert.Equal([Another], await UnfinishedAsync());
        Assert.Equal([Key], await KeysAsync(store));
    }

    [Fact]
    public async Task Only_unfinished_uploads_of_ours_that_are_old_count_as_abandoned()
    {
        using var store = Open();
        await LeaveUnfinishedAsync(Key);
        await LeaveUnfinishedAsync("somebody/else");
        Assert.Empty(await store.FindAbandonedAsync(TimeSpan.FromMinutes(5), Token));
        var abandoned = await store.FindAbandonedAsync(TimeSpan.FromMinutes(-5), Token);
        Assert.StartsWith(store.Locate(Key), Assert.Single(abandoned), StringComparison.Ordinal);
        await store.RemoveAbandonedAsync(abandoned, Token);
        // They may have gone meanwhile.
        await store.RemoveAbandonedAsync(abandoned, Token);
        Assert.Equal(["somebody/else"], await UnfinishedAsync());
    }

    /// <summary>The store of this test; the same place each time.</summary>
    protected abstract IBackupStore Open();

    /// <summary>Begins an upload, as a process does that is killed after it.</summary>
    protected abstract Task LeaveUnfinishedAsync(string key);

    /// <summary>The keys of what unfinished uploads have left.</summary>
    protected abstract Task<IReadOnlyList<string>> UnfinishedAsync();

    private static async Task<List<string>> KeysAsync(IBackupStore store) => await store.ListAsync("", Token).Select(stored => stored.Key).ToListAsync(Token);
}
