using Lifecycle.Failures;
using Lifecycle.Stores.S3;
using Lifecycle.Tests.Proxies;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.S3;

[Collection("S3")]
public sealed class EncryptionTests(S3Server server)
{
    [Theory]
    [InlineData(10)]
    [InlineData(S3Server.PartSize + 10)]
    public async Task Every_new_object_asks_for_the_encryption_and_the_key(int size)
    {
        server.Require();
        await using var proxy = new FaultProxy(server.Endpoint, request => request.Method == "GET" ? WireFault.None : WireFault.Answer(400, "KMS.NotFoundException"));
        var options = new S3Options(server.Bucket, S3Server.NewPrefix()) { Endpoint = proxy.Endpoint, Encryption = S3Encryption.Kms, EncryptionKeyId = "the-key" };
        using var store = new S3Store(options, Silence.Reporter, S3Server.Credentials, S3Server.Impatient, new PartPlan(S3Server.PartSize));
        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => BackupSample.PutAsync(store, "20260207T114100Z/x", new byte[size], TestContext.Current.CancellationToken));
        Assert.Contains("The KMS key cannot be used", failure.Message, StringComparison.Ordinal);
        var head = proxy.Requests.Last(request => request.Method != "GET").Head;
        Assert.Contains("x-amz-server-side-encryption: aws:kms\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("x-amz-server-side-encryption-aws-kms-key-id: the-key\r\n", head, StringComparison.OrdinalIgnoreCase);
    }
}
