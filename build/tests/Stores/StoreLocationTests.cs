using Lifecycle.Failures;
using Lifecycle.Stores;

namespace Lifecycle.Tests.Stores;

public sealed class StoreLocationTests
{
    [Theory]
    [InlineData("s3://bucket", "s3://bucket")]
    [InlineData("S3://bucket/Team/", "s3://bucket/Team")]
    public void A_bucket_is_one_in_any_case_of_its_scheme(string text, string path) => Assert.Equal(new StoreLocation(IsBucket: true, path), StoreLocation.Parse(text));

    [Theory]
    [InlineData("/srv/backups", "/srv/backups")]
    [InlineData("/srv/2026-02-07T11:41", "/srv/2026-02-07T11:41")]
    [InlineData("./gs:b", null)]
    [InlineData("backups", null)]
    [InlineData("file:///srv/backups", "/srv/backups")]
    [InlineData("FILE:///srv/my%20backups", "/srv/my backups")]
    [InlineData("file://localhost/srv/backups", "/srv/backups")]
    public void A_folder_is_a_path_or_a_file_uri(string text, string? path) =>
        Assert.Equal(new StoreLocation(IsBucket: false, path ?? Path.GetFullPath(text)), StoreLocation.Parse(text));

    [Theory]
    [InlineData("gs://b/p", "Write s3://b/p with --s3-endpoint https://storage.googleapis.com")]
    [InlineData("s3:/b", "Write s3://b")]
    [InlineData("s3:b/p", "Write s3://b/p")]
    [InlineData("S3:/b", "Write s3://b")]
    [InlineData("https://s3.example.org/b", "give the server with --s3-endpoint https://host")]
    [InlineData("azure://c/p", "./azure://c/p for a folder of that name")]
    [InlineData("file:/srv", "Write file:///srv")]
    [InlineData("file://srv/backups", "file:///path")]
    [InlineData("file://", "file:///path")]
    [InlineData("s3://", "s3://bucket/prefix")]
    [InlineData("s3:///key", "s3://bucket/prefix")]
    [InlineData("s3://b/../c", "without empty parts")]
    [InlineData("s3://b//c", "without empty parts")]
    [InlineData("", "Give a folder, or s3://bucket")]
    [InlineData(" ", "Give a folder, or s3://bucket")]
    public void Anything_else_is_a_mistake_and_the_right_form_is_named(string text, string remedy) =>
        Assert.Contains(remedy, Assert.Throws<MistakeException>(() => StoreLocation.Parse(text)).Remedy, StringComparison.Ordinal);

    [Theory]
    [InlineData("redis-backups", "s3://b/p/redis-backups", "/srv/redis-backups")]
    [InlineData("team/redis-backups/", "s3://b/p/team/redis-backups", "/srv/team/redis-backups")]
    [InlineData("", "s3://b/p", "/srv/")]
    public void A_prefix_lies_within_its_store(string prefix, string bucket, string folder)
    {
        Assert.Equal(bucket, StoreLocation.Parse("s3://b/p").Below(StorePrefix.Parse(prefix)).Path);
        Assert.Equal(Path.GetFullPath(folder).TrimEnd('/'), StoreLocation.Parse("/srv").Below(StorePrefix.Parse(prefix)).Path.TrimEnd('/'));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../other")]
    [InlineData("a/../../b")]
    [InlineData("./a")]
    [InlineData("a//b")]
    [InlineData("/etc")]
    [InlineData("/")]
    [InlineData("a\\b")]
    public void A_prefix_that_leaves_its_store_is_a_mistake(string prefix) =>
        Assert.Contains("--backup-prefix", Assert.Throws<MistakeException>(() => StorePrefix.Parse(prefix)).Problem, StringComparison.Ordinal);
}
