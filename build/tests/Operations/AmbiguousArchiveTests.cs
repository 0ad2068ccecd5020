using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>An archive of somebody else's tar that holds two data sets is not guessed at.</summary>
public sealed class AmbiguousArchiveTests
{
    private const int Keys = 100;

    [Theory]
    [InlineData(DataSetChoice.Dump, Keys + 1)]
    [InlineData(DataSetChoice.AppendOnly, 1)]
    public async Task A_stale_append_only_set_beside_a_full_dump_is_refused_until_one_is_chosen(DataSetChoice choice, int expected)
    {
        await using var source = await RedisInstance.StartAsync("--appendonly", "no");
        await FillAsync(source);
        await using (var stale = await RedisInstance.StartAsync())
        {
            _ = await stale.CallAsync("SET", "stale", "1");
            await stale.WrittenAsync();
            _ = await Tool.RunAsync(["cp", "-R", stale.AofFolder, source.Data], source.Data);
        }

        await RefusedUntilChosenAsync(await PackAsync(source), choice, expected);
    }

    [Theory]
    [InlineData(DataSetChoice.Dump, Keys + 1)]
    [InlineData(DataSetChoice.AppendOnly, 0)]
    public async Task An_empty_appendonly_aof_beside_a_full_dump_is_refused_until_one_is_chosen(DataSetChoice choice, int expected)
    {
        await using var source = await RedisInstance.StartAsync("--appendonly", "no");
        await FillAsync(source);
        await File.WriteAllTextAsync(Path.Combine(source.Data, "appendonly.aof"), "", RedisInstance.Cancel);

        await RefusedUntilChosenAsync(await PackAsync(source), choice, expected);
    }

    [Fact]
    public async Task The_files_of_an_archive_may_lie_in_a_single_folder()
    {
        await using var source = await RedisInstance.StartAsync();
        await source.LoadAsync(Keys);
        var archive = source.NewFile("foldered.tgz");
        _ = await Tool.RunAsync(["tar", "-czf", archive, Path.GetFileName(source.Data)], Path.GetDirectoryName(source.Data)!);
        await using var target = await RedisInstance.StartAsync();

        Assert.Equal(Outcome.Run, (await target.RestoreAsync(await ChecksummedAsync(archive))).Outcome);

        Assert.Equal(await source.DigestAsync(), await target.DigestAsync());
    }

    private static async Task FillAsync(RedisInstance redis)
    {
        await redis.LoadAsync(Keys);
        _ = await redis.CallAsync("SAVE");
    }

    private static async Task<string> PackAsync(RedisInstance redis)
    {
        var archive = redis.NewFile("by-hand.tgz");
        _ = await Tool.RunAsync(["tar", "-czf", archive, "."], redis.Data);
        return await ChecksummedAsync(archive);
    }

    private static async Task<string> ChecksummedAsync(string archive) => TestArchives.Save(archive, await File.ReadAllBytesAsync(archive, RedisInstance.Cancel));

    private static async Task RefusedUntilChosenAsync(string archive, DataSetChoice choice, int expected)
    {
        await using var target = await RedisInstance.StartAsync();
        var files = target.FilesInData();

        var refusal = await Assert.ThrowsAsync<UnusableBackupException>(() => target.RestoreAsync(archive));

        Assert.Contains("it holds two data sets", refusal.Problem, StringComparison.Ordinal);
        Assert.Contains("dump.rdb", refusal.Problem, StringComparison.Ordinal);
        Assert.Contains("--load append-only or --load dump", refusal.Problem, StringComparison.Ordinal);
        Assert.Equal(files, target.FilesInData());
        var source = await RestoreSource.FromFileAsync(archive, sha256: null, RedisInstance.Cancel);
        _ = await RedisInstance.RestoreAsync(target.Host, source, force: false, NoLock.Instance, Silence.Reporter, choice);
        Assert.Equal(expected, (await target.KeyspaceAsync()).Total);
    }
}
