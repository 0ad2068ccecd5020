using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Streams;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Volume;

/// <summary>What a journal says of the data that it lies beside, and what the agent does without one.</summary>
public sealed class RestoreJournalTests
{
    [Theory]
    [InlineData("restored", RestorePhase.RollingBack, true, null, true)]
    [InlineData("own", RestorePhase.Switching, true, null, false)]
    [InlineData("previous", RestorePhase.RollingBack, false, true, false)]
    [InlineData("other", RestorePhase.Switching, true, null, false)]
    [InlineData("other", RestorePhase.Switching, false, null, true)]
    [InlineData("other", RestorePhase.RollingBack, true, true, true)]
    [InlineData("other", RestorePhase.RollingBack, true, false, false)]
    [InlineData("other", RestorePhase.RollingBack, false, true, null)]
    public async Task Whose_data_a_dump_holds_that_Redis_has_saved_itself_is_told_by_its_run_or_not_at_all(string dump, RestorePhase phase, bool isSameRun, bool? endsRun, bool? isRestored)
    {
        await using var redis = await RedisInstance.StartAsync("--appendonly", "no");
        var survey = (await redis.Host.TryConnectAsync(RedisInstance.Cancel))!.Survey with { Dump = dump };
        var journal = new RestoreJournal(phase, "a dump", ["restored.rdb"], "appendonlydir", "appendonly.aof", "dump.rdb", 100, isSameRun ? survey.Info.RunId : "another", AppendOnly: false, EndsRun: endsRun);

        Assert.Equal(isRestored, journal.IsRestoredInForce(survey));
    }

    [Fact]
    public async Task A_step_that_comes_when_its_restore_is_over_does_nothing()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(10);
        var survey = (await redis.Host.TryConnectAsync(RedisInstance.Cancel))!.Survey;
        var agent = new VolumeAgent(redis.Shell, access: redis.Process.Access);
        var journal = new RestoreJournal(RestorePhase.Switching, "late", ["restored-late.1.base.rdb"], "appendonlydir", "appendonly.aof", "dump.rdb", 88);

        var exit = await agent.SwitchAsync(journal, survey.Manifest, "file restored-late.1.base.rdb seq 1001 type b", survey.Info.RunId, onlyIfFresh: false);

        Assert.Equal((int)AgentStatus.Changed, exit.Status);
        Assert.Equal(survey.Manifest, (await File.ReadAllTextAsync(Path.Combine(redis.AofFolder, "appendonly.aof.manifest"), RedisInstance.Cancel)).TrimEnd('\n'));
        Assert.DoesNotContain(redis.FilesInData(), file => file.StartsWith('.'));
    }

    [Fact]
    public async Task Over_another_restore_nothing_is_staged_and_of_it_nothing_is_dropped()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(10);
        var survey = (await redis.Host.TryConnectAsync(RedisInstance.Cancel))!.Survey;
        var agent = new VolumeAgent(redis.Shell, access: redis.Process.Access);
        await StageAsync(agent, survey, "first");
        var left = redis.FilesInData();

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => StageAsync(agent, survey, "late"));
        _ = await Assert.ThrowsAsync<ConflictException>(() => agent.TryDiscardAsync(Journal("late"), survey, RedisInstance.Cancel));

        Assert.Contains("another restore is under way", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(left, redis.FilesInData());
        Assert.Contains("restored-first.aof", (await redis.Host.TryConnectAsync(RedisInstance.Cancel))!.Survey.Journal!.StagedFiles);
        Assert.NotNull(await agent.TryDiscardAsync(Journal("first"), survey, RedisInstance.Cancel));
        Assert.DoesNotContain(redis.FilesInData(), file => file.StartsWith('.'));
    }

    private static async Task StageAsync(VolumeAgent agent, Survey survey, string name)
    {
        await using var staging = await agent.OpenStagingAsync(Journal(name), survey.Layout, [new StagingFile($"restored-{name}.aof", 2)], RedisInstance.Cancel);
        await staging.AwaitBeginningAsync(RedisInstance.Cancel);
        await Halves.RunAsync(WriteAsync, staging.AwaitArrivalAsync, RedisInstance.Cancel);

        async Task WriteAsync(CancellationToken token)
        {
            await staging.Content.WriteAsync("ab"u8.ToArray(), token);
            await staging.EndContentAsync(token);
        }
    }

    private static RestoreJournal Journal(string name) =>
        new(RestorePhase.Staging, name, [$"restored-{name}.aof"], "appendonlydir", "appendonly.aof", "dump.rdb", 2);
}
