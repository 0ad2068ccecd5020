using Lifecycle.Failures;
using Lifecycle.Stores.S3;

namespace Lifecycle.Tests.S3;

public sealed class S3LocationTests
{
    [Theory]
    [InlineData("s3://bucket", "bucket", "")]
    [InlineData("s3://bucket/", "bucket", "")]
    [InlineData("s3://bucket/redis-backups/", "bucket", "redis-backups")]
    [InlineData("s3://bucket/a/b.tgz", "bucket", "a/b.tgz")]
    public void A_place_is_a_bucket_and_a_key(string text, string bucket, string key)
    {
        var location = S3Location.Parse(text);
        Assert.Equal((bucket, key), (location.Bucket, location.Key));
        Assert.Equal(text.TrimEnd('/'), location.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("s3://")]
    [InlineData("s3:///key")]
    [InlineData("/folder")]
    public void Anything_else_is_refused(string text) => Assert.Throws<MistakeException>(() => S3Location.Parse(text));

    [Theory]
    [InlineData("s3://b/20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz", "")]
    [InlineData("s3://b/x/y/20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz", "x/y")]
    public void An_archive_tells_its_backup_and_the_prefix(string text, string prefix)
    {
        var backup = S3Location.Parse(text).ToBackup();
        Assert.Equal((prefix, "20260207T114100Z"), (backup.Prefix, backup.Name.Timestamp));
    }

    [Theory]
    [InlineData("s3://b/archive.tgz")]
    [InlineData("s3://b/20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz.sha256")]
    public void What_is_no_archive_of_a_backup_is_refused(string text) => Assert.Throws<MistakeException>(() => S3Location.Parse(text).ToBackup());
}
