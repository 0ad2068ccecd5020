using System.Text.RegularExpressions;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Volume;

/// <summary>A survey, and a snapshot with the same command.</summary>
public sealed class CaptureTests
{
    [Theory]
    [MemberData(nameof(AgentShell.All), MemberType = typeof(AgentShell))]
    public async Task What_a_survey_tells_comes_before_the_data_and_nothing_is_left(string name)
    {
        using var shell = await AgentShell.FindAsync(name);
        await using var redis = await shell.StartRedisAsync();
        await redis.LoadAsync(20);

        var told = await ReadAsync(redis);

        Assert.Equal(21, told.Survey!.Info.Keyspace.Total);
        Assert.Equal(21, told.Snapshot!.Head.Keyspace.Total);
        Assert.False(told.Survey.HasScratch);
        Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)));
    }

    [Fact]
    public async Task Redis_may_keep_its_data_below_the_folder_where_the_volume_is_mounted()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(20);
        var mount = Path.GetDirectoryName(redis.Data)!;

        var told = await ReadAsync(redis, FromAbove);

        Assert.Equal(redis.Data, told.Survey!.Place);
        Assert.Equal(21, told.Snapshot!.Head.Keyspace.Total);
        Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)) || Directory.Exists(Path.Combine(mount, Scratch.Folder)));
    }

    [Fact]
    public async Task Without_room_for_a_snapshot_there_is_still_a_survey()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(20);

        var told = await ReadAsync(redis, "mkfifo() { echo 'mkfifo: No space left on device' >&2; return 1; }");

        Assert.Equal(21, told.Survey!.Info.Keyspace.Total);
        Assert.Null(told.Snapshot);
        Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)));
    }

    [Fact]
    public async Task While_a_restore_is_under_way_there_is_only_a_survey()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(20);
        var journal = new RestoreJournal(RestorePhase.Staging, "a backup", [], "appendonlydir", "appendonly.aof", "dump.rdb", 0);
        var folder = Directory.CreateDirectory(Path.Combine(redis.Data, Scratch.Folder, "restore")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "journal.json"), journal.ToJson(), RedisInstance.Cancel);

        var told = await ReadAsync(redis);

        Assert.Equal("a backup", told.Survey!.Journal!.Source);
        Assert.Null(told.Snapshot);
    }

    [Fact]
    public async Task Without_the_append_only_file_there_is_only_a_survey()
    {
        await using var redis = await RedisInstance.StartAsync("--appendonly", "no");
        await redis.LoadAsync(20);

        Assert.True(await ReadAsync(redis) is { Survey: not null, Snapshot: null });
    }

    [Fact]
    public async Task Given_up_where_Redis_keeps_its_data_below_the_mount_nothing_is_left_there()
    {
        await using var redis = await RedisInstance.StartAsync("--appenddirname", "elsewhere");
        await redis.LoadAsync(2000); // more than a pipe takes
        var reached = await AgentOf(redis, FromAbove).ReachAsync(Intent.BackUp, RedisInstance.Cancel);

        await reached.Snapshot!.DisposeAsync();

        Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else\n")]
    public async Task Whoever_is_gone_after_the_survey_has_begun_nothing(string input)
    {
        using var shell = await AgentShell.FindAsync("busybox");
        await using var redis = await shell.StartRedisAsync();
        await redis.LoadAsync(20);

        var (exitCode, output, error) = await shell.RunAsync([AgentShell.Script, "capture"], redis.Data, input, redis.Variables);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.EndsWith("content 0\n\n", output, StringComparison.Ordinal);
        Assert.Equal("0", Regex.Match(await redis.CallAsync("INFO", "commandstats"), @"(?<=cmdstat_client\|pause:calls=)\d+") is { Success: true, Value: var calls } ? calls : "0");
        Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)));
    }

    [Fact]
    public async Task A_client_that_cannot_be_started_says_why()
    {
        await using var redis = await RedisInstance.StartAsync();
        var programs = Directory.CreateDirectory(Path.Combine(redis.Data, "..", "programs")).FullName;
        await StandIn.WriteAsync(programs, "redis-cli", "echo 'Unrecognized option' >&2\nexit 1");

        var reached = await AgentOf(redis, $"PATH={programs}:$PATH").ReachAsync(Intent.BackUp, RedisInstance.Cancel);

        Assert.Equal((null, "Unrecognized option"), (reached.Survey, reached.Reason));
    }

    private const string FromAbove = "cd .. && export REDIS_SOCKET=\"$PWD/redis.sock\"";

    private static VolumeAgent AgentOf(RedisInstance redis, string first) => new(new BegunShell(redis.Shell, first), access: redis.Process.Access);

    private static async Task<Reached> ReadAsync(RedisInstance redis, string first = ":")
    {
        var reached = await AgentOf(redis, first).ReachAsync(Intent.BackUp, RedisInstance.Cancel);
        if (reached.Snapshot is { } snapshot)
        {
            await using (snapshot)
            {
                await snapshot.PassOverAsync();
            }
        }

        return reached;
    }
}
