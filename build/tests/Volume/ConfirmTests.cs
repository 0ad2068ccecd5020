using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Restoring;
using Lifecycle.Shells;
using Lifecycle.Tests.Faults;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Volume;

/// <summary>A survey of a Redis that was restarted for a restore, and its end with the same command.</summary>
public sealed class ConfirmTests
{
    // Nothing, an empty line, a journal that is cut, and another word.
    public static TheoryData<string, string> Words => new MatrixTheoryData<string, string>(AgentShell.Names, ["", "\n", """{"Phase":"Done",""", """{"Phase":"Done"}""", "snapshot\n"]);

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Whoever_is_gone_after_the_survey_has_dropped_nothing(string name, string input)
    {
        using var shell = await AgentShell.FindAsync(name);
        await using var redis = await shell.StartRedisAsync();
        await RestoreUnfinishedAsync(redis);
        var files = redis.FilesInData();

        var (exitCode, output, error) = await shell.RunAsync([AgentShell.Script, "confirm", "100"], redis.Data, input, redis.Variables);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.EndsWith("content 0\n\n", output, StringComparison.Ordinal);
        Assert.Equal(files, redis.FilesInData());
    }

    [Fact]
    public async Task A_word_that_comes_when_somebody_else_has_undone_it_drops_nothing()
    {
        await using var redis = await RedisInstance.StartAsync();
        var reached = await ReachUnfinishedAsync(redis);
        await using var finishing = reached.Finishing!;
        _ = await Recovery.DecideAsync(redis.Host, finish: false, Silence.Reporter, RedisInstance.Cancel);
        var (files, digest) = (redis.FilesInData(), await redis.DigestAsync());

        _ = await Assert.ThrowsAsync<ConflictException>(() => finishing.TryFinishAsync(reached.Survey!.Journal! with { Phase = RestorePhase.Done }, RedisInstance.Cancel));

        Assert.Equal(files, redis.FilesInData());
        Assert.Equal(digest, await redis.DigestAsync());
    }

    [Fact]
    public async Task A_word_about_another_restore_drops_nothing()
    {
        await using var redis = await RedisInstance.StartAsync();
        var reached = await ReachUnfinishedAsync(redis);
        await using var finishing = reached.Finishing!;
        var (files, digest) = (redis.FilesInData(), await redis.DigestAsync());
        var another = reached.Survey!.Journal! with { Phase = RestorePhase.Done, StagedFiles = ["restored-another.1.base.rdb"] };

        var conflict = await Assert.ThrowsAsync<ConflictException>(() => finishing.TryFinishAsync(another, RedisInstance.Cancel));

        Assert.Contains("another restore is under way", conflict.Problem, StringComparison.Ordinal);
        Assert.Equal(files, redis.FilesInData());
        Assert.Equal(digest, await redis.DigestAsync());
    }

    [Fact]
    public async Task One_that_has_ended_meanwhile_says_so()
    {
        await using var redis = await RedisInstance.StartAsync();
        var reached = await ReachUnfinishedAsync(redis);
        await using var finishing = reached.Finishing!;
        var done = reached.Survey!.Journal! with { Phase = RestorePhase.Done };
        Assert.Empty((await finishing.TryFinishAsync(done, RedisInstance.Cancel))!);

        _ = await Assert.ThrowsAsync<ShellException>(() => finishing.TryFinishAsync(done, RedisInstance.Cancel));

        Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)));
    }

    private static async Task<Reached> ReachUnfinishedAsync(RedisInstance redis)
    {
        await RestoreUnfinishedAsync(redis);
        return await new VolumeAgent(redis.Shell, access: redis.Process.Access).TryReachRestoredAsync(RedisInstance.Cancel);
    }

    private static async Task RestoreUnfinishedAsync(RedisInstance redis)
    {
        await redis.LoadAsync(20);
        var archive = redis.PathOf(await redis.BackUpAsync());
        _ = await redis.CallAsync("SET", "newer", "1");
        _ = await Assert.ThrowsAnyAsync<LifecycleException>(() => RedisInstance.RestoreAsync(CutFromFinishing.On(redis.Process), archive, force: true));
    }
}
