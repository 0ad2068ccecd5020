using Amazon.S3.Model;
using Lifecycle.Stores;
using Lifecycle.Tests.Stores;

namespace Lifecycle.Tests.S3;

[Collection("S3")]
public sealed class S3StoreTests(S3Server server) : StoreContract
{
    private readonly string _prefix = S3Server.NewPrefix();

    [Fact]
    public void It_does_not_go_with_this_machine()
    {
        using var store = Open();
        Assert.False(store.IsOnThisMachine);
    }

    protected override IBackupStore Open()
    {
        server.Require();
        return server.Store(_prefix);
    }

    protected override async Task LeaveUnfinishedAsync(string key) =>
        _ = await server.Admin.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = server.Bucket, Key = $"{_prefix}/{key}" }, TestContext.Current.CancellationToken);

    protected override async Task<IReadOnlyList<string>> UnfinishedAsync() =>
        [.. (await server.UploadsAsync(_prefix)).Select(key => key[(_prefix.Length + 1)..])];
}
