using System.Formats.Tar;
using System.Text;
using Lifecycle.Archives;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>What is no whole backup of Redis is refused before anything is touched.</summary>
public sealed class DamagedArchiveTests
{
    [Theory]
    [MemberData(nameof(DamagedArchives))]
    public async Task A_damaged_archive_is_refused_before_data_is_touched(string damage)
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(50);
        var backup = await redis.BackUpAsync();
        await redis.CallAsync("SET", "newer", "1");
        var (digest, files) = (await redis.DigestAsync(), redis.FilesInData());
        var archive = Damage(await File.ReadAllBytesAsync(redis.PathOf(backup), RedisInstance.Cancel), damage);
        var path = redis.NewFile("damaged.tgz");
        if (damage is "one flipped byte" or "cut")
        {
            await File.WriteAllBytesAsync(path, archive, RedisInstance.Cancel);
            File.Copy($"{redis.PathOf(backup)}.sha256", $"{path}.sha256");
        }
        else
        {
            _ = TestArchives.Save(path, archive);
        }

        var failure = await Assert.ThrowsAsync<LifecycleException>(() => redis.RestoreAsync(path, force: true, sha256: damage == "wrong sha256" ? new string('0', 64) : null));

        Assert.DoesNotContain('\n', failure.Message);
        Assert.Equal(digest, await redis.DigestAsync());
        Assert.Equal(files, redis.FilesInData());
    }

    public static TheoryData<string> DamagedArchives =>
    [
        "one flipped byte", "cut", "wrong sha256", "empty", "not gzip", "path leads out", "absolute path", "symbolic link", "hard link", "device", "file twice", "nothing of redis", "file missing", "two manifests",
    ];

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

    private static byte[] Damage(byte[] whole, string damage) => damage switch
    {
        "one flipped byte" => [.. whole[..(whole.Length / 2)], (byte)(whole[whole.Length / 2] ^ 1), .. whole[((whole.Length / 2) + 1)..]],
        "cut" => whole[..(whole.Length / 2)],
        "wrong sha256" => whole,
        "empty" => [],
        "not gzip" => Encoding.ASCII.GetBytes("this is no archive, whatever its name says"),
        "path leads out" => TestArchives.Tgz(TestArchives.File("../x", "1")),
        "absolute path" => TestArchives.Tgz(TestArchives.File("/tmp/x", "1")),
        "symbolic link" => TestArchives.Tgz(new PaxTarEntry(TarEntryType.SymbolicLink, "./appendonlydir") { LinkName = "/etc" }),
        "hard link" => TestArchives.Tgz(new PaxTarEntry(TarEntryType.HardLink, "./dump.rdb") { LinkName = "/etc/passwd" }),
        "device" => TestArchives.Tgz(new PaxTarEntry(TarEntryType.CharacterDevice, "./dump.rdb") { DeviceMajor = 1, DeviceMinor = 3 }),
        "file twice" => TestArchives.Tgz(TestArchives.File("./dump.rdb", "1"), TestArchives.File("dump.rdb", "2")),
        "nothing of redis" => TestArchives.Tgz(TestArchives.File("./readme", "1")),
        "file missing" => TestArchives.Tgz(TestArchives.File("./appendonlydir/appendonly.aof.manifest", "file a seq 1 type b\n")),
        "two manifests" => TestArchives.Tgz(TestArchives.File("./a/x.manifest", "file a seq 1 type b\n"), TestArchives.File("./b/x.manifest", "file a seq 1 type b\n")),
        _ => throw new ArgumentOutOfRangeException(nameof(damage)),
    };
}
