using System.Security.Cryptography;
using Amazon.S3.Model;
using Lifecycle.Stores;

namespace Lifecycle.Tests.S3;

[Collection("S3")]
public sealed class UploadTests(S3Server server)
{
    private const string Key = "20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(S3Server.PartSize)]
    [InlineData(S3Server.PartSize + 1)]
    [InlineData((S3Server.PartSize * 6) + 123)]
    public async Task An_object_of_any_size_is_stored_whole(int size)
    {
        server.Require();
        var (content, token) = (RandomNumberGenerator.GetBytes(size), TestContext.Current.CancellationToken);
        using var store = server.Store(S3Server.NewPrefix());
        await BackupSample.PutAsync(store, Key, content, token);
        await BackupSample.RequireAsync(store, Key, content, token);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(S3Server.PartSize + 10)]
    public async Task Of_two_writers_of_one_key_the_second_to_complete_is_refused(int size)
    {
        server.Require();
        var (prefix, token) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken);
        var (one, other) = (RandomNumberGenerator.GetBytes(size), RandomNumberGenerator.GetBytes(size));
        using var store = server.Store(prefix);
        await using (var first = await store.CreateAsync(Key, token))
        await using (var second = await store.CreateAsync(Key, token))
        {
            await first.Content.WriteAsync(one, token);
            await second.Content.WriteAsync(other, token);
            await first.CompleteAsync(token);
            _ = await Assert.ThrowsAsync<AlreadyStoredException>(() => second.CompleteAsync(token));
        }

        await BackupSample.RequireAsync(store, Key, one, token);
        Assert.Empty(await server.UploadsAsync(prefix));
    }

    [Fact]
    public async Task Of_many_writers_of_one_small_object_at_once_one_wins()
    {
        server.Require();
        var token = TestContext.Current.CancellationToken;
        using var store = server.Store(S3Server.NewPrefix());
        var contents = Enumerable.Range(0, 8).Select(_ => RandomNumberGenerator.GetBytes(100)).ToList();
        var uploads = await Task.WhenAll(contents.Select(_ => store.CreateAsync(Key, token)));
        var failures = await Task.WhenAll(uploads.Select(async (upload, writer) =>
        {
            await upload.Content.WriteAsync(contents[writer], token);
            return await Record.ExceptionAsync(() => upload.CompleteAsync(token));
        }));
        Assert.Equal(7, failures.OfType<AlreadyStoredException>().Count());
        await BackupSample.RequireAsync(store, Key, contents[Array.IndexOf(failures, null)], token);
    }

    [Fact]
    public async Task An_upload_that_is_cancelled_or_left_leaves_nothing()
    {
        server.Require();
        var (prefix, token) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken);
        using var store = server.Store(prefix);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
        await using (var upload = await store.CreateAsync(Key, token))
        {
            await upload.Content.WriteAsync(new byte[(S3Server.PartSize * 3) + 1], cancellation.Token);
            Assert.NotEmpty(await server.UploadsAsync(prefix));
            await cancellation.CancelAsync();
            _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload.CompleteAsync(cancellation.Token));
        }

        Assert.Empty(await server.UploadsAsync(prefix));
        await foreach (var stored in store.ListAsync(token))
        {
            Assert.Fail($"{stored} is there");
        }
    }

    [Fact]
    public async Task Only_uploads_of_ours_that_are_old_count_as_abandoned()
    {
        server.Require();
        var (prefix, token) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken);
        foreach (var key in (string[])[Key, "somebody/else"])
        {
            _ = await server.Admin.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = server.Bucket, Key = $"{prefix}/{key}" }, token);
        }

        using var store = server.Store(prefix);
        Assert.Empty(await store.FindAbandonedAsync(TimeSpan.FromMinutes(5), token));
        var abandoned = await store.FindAbandonedAsync(TimeSpan.FromMinutes(-5), token);
        Assert.StartsWith(store.Locate(Key), Assert.Single(abandoned), StringComparison.Ordinal);
        await store.RemoveAbandonedAsync(abandoned, token);
        await store.RemoveAbandonedAsync(abandoned, token);
        Assert.Equal([$"{prefix}/somebody/else"], await server.UploadsAsync(prefix));
    }
}
