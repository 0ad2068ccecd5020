using Lifecycle.Archives;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>What is no whole backup of Redis is refused before anything is touched.</summary>
public sealed class DamagedArchiveTests
{
    [Theory]
    [MemberData(nameof(ArchiveDamage.All), MemberType = typeof(ArchiveDamage))]
    public async Task A_damaged_archive_is_refused_before_data_is_touched(ArchiveDamage damage)
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(50);
        var backup = await redis.BackUpAsync();
        await redis.CallAsync("SET", "newer", "1");
        var (digest, files) = (await redis.DigestAsync(), redis.FilesInData());
        var path = redis.NewFile("damaged.tgz");
        damage.Save(redis.PathOf(backup), path);

        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => redis.RestoreAsync(path, force: true, damage.Promised));

        Assert.DoesNotContain('\n', failure.Message);
        Assert.Equal(digest, await redis.DigestAsync());
        Assert.Equal(files, redis.FilesInData());
    }

    [Fact]
    public async Task An_archive_cut_at_any_length_is_refused()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(20);
        var backup = await redis.BackUpAsync();
        var whole = await File.ReadAllBytesAsync(redis.PathOf(backup), RedisInstance.Cancel);
        for (var length = 0; length < whole.Length; length++)
        {
            using var cut = new MemoryStream(whole, 0, length);
            try
            {
                var content = await ArchiveContent.ReadAsync(cut, long.MaxValue, RedisInstance.Cancel);
                Assert.NotEqual(backup.Archive.Sha256, content.Sha256);
            }
            catch (InvalidDataException exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        }
    }
}
