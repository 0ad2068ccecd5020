using Lifecycle.Stores.S3;

namespace Lifecycle.Tests.S3;

public sealed class S3SettingsTests
{
    private static readonly Settings Bare = new() { Environment = "dev", Root = "/", OutputDirectory = "/", TemporaryDirectory = "/" };

    [Theory]
    [InlineData("s3://bucket", "redis-backups")]
    [InlineData("s3://bucket/team", "team/redis-backups")]
    public void The_prefix_lies_within_the_place_that_is_named(string store, string prefix) => Assert.Equal(prefix, S3Settings.Parse(store, Bare).Prefix);

    [Fact]
    public void Text_becomes_options()
    {
        var options = S3Settings.Parse("s3://b", Bare with { S3Endpoint = "http://127.0.0.1:9000", Region = "eu-west-3", Sse = "aws:kms", SseKeyId = "key", S3Checksums = "when-required" });
        Assert.Equal(
            new S3Options("b", "redis-backups") { Endpoint = new Uri("http://127.0.0.1:9000"), Region = "eu-west-3", Encryption = S3Encryption.Kms, EncryptionKeyId = "key", Checksums = S3Checksums.WhenRequired },
            options);
    }

    [Theory]
    [InlineData("127.0.0.1:9000", null, null, null, "--s3-endpoint")]
    [InlineData(null, "aes", null, null, "--sse")]
    [InlineData(null, "AES256", "key", null, "both")]
    [InlineData(null, null, null, "md5", "--s3-checksums")]
    public void What_makes_no_sense_is_refused(string? endpoint, string? sse, string? keyId, string? checksums, string remedy)
    {
        var failure = Assert.Throws<LifecycleException>(() => S3Settings.Parse("s3://b", Bare with { S3Endpoint = endpoint, Sse = sse, SseKeyId = keyId, S3Checksums = checksums }));
        Assert.Contains(remedy, failure.Remedy, StringComparison.Ordinal);
    }
}
