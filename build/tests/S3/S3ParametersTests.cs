using Lifecycle.Failures;
using Lifecycle.Stores.S3;

namespace Lifecycle.Tests.S3;

public sealed class S3ParametersTests
{
    private static readonly S3Location Place = new("b", "redis-backups");

    [Fact]
    public void Text_becomes_options()
    {
        var options = new S3Parameters { Endpoint = "http://127.0.0.1:9000", Region = "eu-west-3", Encryption = "aws:kms", EncryptionKeyId = "key", Checksums = "when-required" }.ToOptions(Place);
        Assert.Equal(
            new S3Options("b", "redis-backups") { Endpoint = new Uri("http://127.0.0.1:9000"), Region = "eu-west-3", Encryption = S3Encryption.Kms, EncryptionKeyId = "key", Checksums = S3Checksums.WhenRequired },
            options);
    }

    [Theory]
    [InlineData("https://access:secret@minio.example")]
    [InlineData("access:secret@minio.example:9000")]
    public void A_secret_in_an_endpoint_is_refused_and_not_repeated(string endpoint)
    {
        var failure = Assert.Throws<MistakeException>(() => new S3Parameters { Endpoint = endpoint }.ToOptions(Place));
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:9000", null, null, null, "--s3-endpoint")]
    [InlineData(null, "aes", null, null, "--sse")]
    [InlineData(null, "AES256", "key", null, "both")]
    [InlineData(null, null, null, "md5", "--s3-checksums")]
    public void What_makes_no_sense_is_refused(string? endpoint, string? sse, string? keyId, string? checksums, string remedy)
    {
        var failure = Assert.Throws<MistakeException>(() => new S3Parameters { Endpoint = endpoint, Encryption = sse, EncryptionKeyId = keyId, Checksums = checksums }.ToOptions(Place));
        Assert.Contains(remedy, failure.Remedy, StringComparison.Ordinal);
    }
}
