using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Tests.Faults;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Operations;

/// <summary>What a restore has left is never dropped on a guess.</summary>
public sealed class RecoveryTests
{
    private const string Newer = "newer";

    [Theory]
    [InlineData("no", "yes")]
    [InlineData("yes", "no")]
    public async Task Started_otherwise_than_it_ran_Redis_keeps_both_on_its_volume_until_it_is_started_as_it_ran(string started, string ran)
    {
        await using var redis = await RedisInstance.StartAsync("--appendonly", started);
        _ = await redis.CallAsync("CONFIG", "SET", "appendonly", ran);
        await redis.LoadAsync(100);
        await redis.RewrittenAsync();
        var archive = redis.PathOf(await redis.BackUpAsync());
        _ = await redis.CallAsync("SET", Newer, "1");
        var previous = await redis.DigestAsync();

        var failure = await Assert.ThrowsAnyAsync<LifecycleException>(() => redis.RestoreAsync(archive, force: true));

        Assert.Contains($"had appendonly {ran}", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"has started with appendonly {started}", failure.Message, StringComparison.Ordinal);
        await redis.Process.StopAsync(RedisInstance.Cancel);
        await using var right = new StartedAnew(redis, ran);
        await right.Process.StartAsync(RedisInstance.Cancel);
        _ = await Recovery.DecideAsync(right.Host, finish: false, Silence.Reporter, RedisInstance.Cancel);
        Assert.Equal(previous, (await right.Process.Server.CallAsync(RedisInstance.Cancel, "DEBUG", "DIGEST")).Trim());
    }

    [Fact]
    public async Task Where_Redis_does_not_start_from_data_that_was_never_compared_nothing_is_undone_unasked()
    {
        await using var redis = await RedisInstance.StartAsync();
        var previous = await LeaveUnconfirmedAsync(redis);
        var damage = await StopAndDamageAsync(redis);

        var refusal = await Assert.ThrowsAsync<LifecycleException>(redis.BackUpAsync);

        Assert.Contains("was never compared", refusal.Problem, StringComparison.Ordinal);
        Assert.Contains("Restore --undo", refusal.Remedy, StringComparison.Ordinal);
        Assert.True(File.Exists(damage));
        _ = await Recovery.DecideAsync(redis.Host, finish: false, Silence.Reporter, RedisInstance.Cancel);
        Assert.Equal(previous, await redis.DigestAsync());
    }

    [Fact]
    public async Task Where_Redis_does_not_start_finish_drops_the_previous_and_not_what_was_restored()
    {
        await using var redis = await RedisInstance.StartAsync();
        _ = await LeaveUnconfirmedAsync(redis);
        var damage = await StopAndDamageAsync(redis);

        var done = await Recovery.DecideAsync(redis.Host, finish: true, Silence.Reporter, RedisInstance.Cancel);

        Assert.Contains("finished", done, StringComparison.Ordinal);
        Assert.Contains("does not start from it", done, StringComparison.Ordinal);
        Assert.True(File.Exists(damage));
    }

    [Fact]
    public async Task A_restore_that_was_begun_and_not_exchanged_is_not_undone_by_finish()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(10);
        var digest = await redis.DigestAsync();
        await LeaveJournalAsync(redis, RestorePhase.Switching);

        var refusal = await Assert.ThrowsAsync<LifecycleException>(() => Recovery.DecideAsync(redis.Host, finish: true, Silence.Reporter, RedisInstance.Cancel));

        Assert.Contains("cannot be finished", refusal.Problem, StringComparison.Ordinal);
        _ = await Recovery.DecideAsync(redis.Host, finish: false, Silence.Reporter, RedisInstance.Cancel);
        Assert.Equal(digest, await redis.DigestAsync());
    }

    [Fact]
    public async Task What_was_written_since_is_not_undone_unasked_where_Redis_has_saved_it_as_a_dump()
    {
        await using var redis = await RedisInstance.StartAsync("--appendonly", "no");
        var (archive, previous) = await WriteAfterACutAsync(redis);
        _ = await redis.CallAsync("SAVE");

        _ = await redis.BackUpAsync();

        Assert.Equal("1", (await redis.CallAsync("GET", "since")).Trim());
        Assert.Equal(Outcome.Skipped, (await redis.RestoreAsync(archive)).Outcome);
        _ = await Assert.ThrowsAsync<LifecycleException>(() => redis.RestoreAsync(archive, force: true));
        _ = await Recovery.DecideAsync(redis.Host, finish: false, Silence.Reporter, RedisInstance.Cancel);
        Assert.Equal(previous, await redis.DigestAsync());
    }

    [Fact]
    public async Task What_was_written_since_an_interrupted_restore_is_not_undone_unasked()
    {
        await using var redis = await RedisInstance.StartAsync();
        var (_, previous) = await WriteAfterACutAsync(redis);

        Assert.Equal(102, (await redis.BackUpAsync()).Snapshot.Keyspace.Total);

        Assert.Equal("1", (await redis.CallAsync("GET", "since")).Trim());
        _ = await Recovery.DecideAsync(redis.Host, finish: false, Silence.Reporter, RedisInstance.Cancel);
        Assert.Equal(previous, await redis.DigestAsync());
    }

    [Fact]
    public async Task What_was_written_since_is_not_undone_unasked_where_there_was_no_data_before_and_Redis_has_given_up_keys()
    {
        await using var redis = await RedisInstance.StartAsync();
        await CutAtItsEndInEmptyAsync(redis);
        _ = await redis.CallAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
        var used = (await redis.Host.TryConnectAsync(RedisInstance.Cancel))!.Survey.Info.UsedMemoryBytes;
        _ = await redis.CallAsync("CONFIG", "SET", "maxmemory", $"{used - 2000}");
        _ = await redis.CallAsync("SET", "evicting", "1");
        _ = await redis.CallAsync("CONFIG", "SET", "maxmemory", "0");
        _ = await redis.CallAsync("SET", "since", "1");

        _ = await redis.BackUpAsync();

        Assert.Equal("1", (await redis.CallAsync("GET", "since")).Trim());
        _ = await Recovery.DecideAsync(redis.Host, finish: true, Silence.Reporter, RedisInstance.Cancel);
        Assert.Equal("1", (await redis.CallAsync("GET", "since")).Trim());
    }

    [Fact]
    public async Task What_was_written_since_is_not_undone_unasked_where_there_was_no_data_before_and_Redis_does_not_start()
    {
        await using var redis = await RedisInstance.StartAsync();
        await CutAtItsEndInEmptyAsync(redis);
        _ = await redis.CallAsync("SET", "since", "1");
        var damage = await StopAndDamageAsync(redis);

        var refusal = await Assert.ThrowsAsync<LifecycleException>(() => redis.BackUpAsync());

        Assert.Contains("Restore --undo", refusal.Remedy, StringComparison.Ordinal);
        Assert.True(File.Exists(damage));
    }

    [Fact]
    public async Task Without_a_note_of_where_the_data_lies_it_is_looked_for_and_put_right()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(100);
        var archive = redis.PathOf(await redis.BackUpAsync());
        await CutAtItsEndAsync(redis, archive);
        var served = await redis.DigestAsync();
        await File.WriteAllTextAsync(Path.Combine(redis.Data, Scratch.Restore, "place"), "", RedisInstance.Cancel);

        _ = await redis.BackUpAsync();

        Assert.Equal(served, await redis.DigestAsync());
        Assert.DoesNotContain(redis.FilesInData(), file => file.StartsWith('.'));
    }

    [Fact]
    public async Task A_run_that_has_lost_its_lock_leaves_the_restore_of_another_alone()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(10);
        var archive = redis.PathOf(await redis.BackUpAsync());
        var source = await RestoreSource.FromFileAsync(archive, sha256: null, RedisInstance.Cancel);

        var failure = await Assert.ThrowsAsync<LifecycleException>(() => RedisInstance.RestoreAsync(redis.Host, source, force: true, new LostLock(() => LeaveJournalAsync(redis, RestorePhase.Switching)), Silence.Reporter));

        Assert.Contains("has lost its lock", failure.Problem, StringComparison.Ordinal);
        var survey = (await redis.Host.TryConnectAsync(RedisInstance.Cancel))!.Survey;
        Assert.Equal("another", survey.Journal!.Source);
    }

    [Fact]
    public async Task A_temporary_manifest_that_a_failed_write_has_left_stops_no_restore()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(10);
        var digest = await redis.DigestAsync();
        var archive = redis.PathOf(await redis.BackUpAsync());
        _ = await redis.CallAsync("SET", Newer, "1");
        await File.WriteAllTextAsync(Path.Combine(redis.AofFolder, "temp-appendonly.aof.manifest"), "file appendonly.aof.1.base.rdb seq", RedisInstance.Cancel);

        _ = await redis.RestoreAsync(archive, force: true);

        Assert.Equal(digest, await redis.DigestAsync());
        Assert.DoesNotContain(redis.FilesInData(), file => file.Contains("temp-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_Redis_has_cut_is_not_what_was_restored()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(10);
        var survey = (await redis.Host.TryConnectAsync(RedisInstance.Cancel))!.Survey;
        var names = survey.InForce!.Loaded.Select(file => file.Name).ToList();
        var journal = new RestoreJournal(RestorePhase.Switching, "a log", names, "appendonlydir", "appendonly.aof", "dump.rdb", StagedBytes: 1000, EndsWithLog: true);

        Assert.Contains("990", Confirmation.Of(journal, survey with { ListedBytes = 990 }).Wrong, StringComparison.Ordinal);
        // Nobody has promised that an archive without a manifest ends in a whole command.
        var foreign = Confirmation.Of(journal with { EndsWithLog = false }, survey with { ListedBytes = 990 });
        Assert.Null(foreign.Wrong);
        Assert.Contains("990", foreign.Unknown, StringComparison.Ordinal);
    }

    private static async Task<string> LeaveUnconfirmedAsync(RedisInstance redis)
    {
        await redis.LoadAsync(100);
        var backup = await redis.BackUpAsync();
        var archive = redis.NewFile("without-a-manifest.tgz");
        File.Copy(redis.PathOf(backup), archive);
        File.Copy($"{redis.PathOf(backup)}.sha256", $"{archive}.sha256");
        _ = await redis.CallAsync("SET", Newer, "1");
        var previous = await redis.DigestAsync();
        var failure = await Assert.ThrowsAsync<LifecycleException>(() => redis.RestoreAsync(archive, force: true));
        Assert.Contains("was not compared", failure.Problem, StringComparison.Ordinal);
        return previous;
    }

    /// <summary>A key is written to what a restore has brought whose runner is gone.</summary>
    private static async Task<(string Archive, string Previous)> WriteAfterACutAsync(RedisInstance redis)
    {
        await redis.LoadAsync(100);
        var archive = redis.PathOf(await redis.BackUpAsync());
        _ = await redis.CallAsync("SET", Newer, "1");
        var previous = await redis.DigestAsync();
        await CutAtItsEndAsync(redis, archive);
        _ = await redis.CallAsync("SET", "since", "1");
        return (archive, previous);
    }

    private static async Task CutAtItsEndInEmptyAsync(RedisInstance redis)
    {
        await using var source = await RedisInstance.StartAsync();
        await source.LoadAsync(100);
        await CutAtItsEndAsync(redis, source.PathOf(await source.BackUpAsync()));
    }

    /// <summary>Whoever restores is gone before the previous data is dropped.</summary>
    private static async Task CutAtItsEndAsync(RedisInstance redis, string archive)
    {
        var host = CutFromFinishing.On(redis.Process);
        _ = await Assert.ThrowsAnyAsync<LifecycleException>(() => RedisInstance.RestoreAsync(host, archive, force: true));
        Assert.True(host.WasReached);
        Assert.Equal(RestorePhase.Switching, (await redis.Host.TryConnectAsync(RedisInstance.Cancel))!.Survey.Journal!.Phase);
    }

    /// <returns>A file that was restored, and that Redis does not start from now.</returns>
    private static async Task<string> StopAndDamageAsync(RedisInstance redis)
    {
        await redis.Process.StopAsync(RedisInstance.Cancel);
        var file = Directory.EnumerateFiles(redis.AofFolder, "restored-*.base.*").First();
        await using var damaged = File.OpenWrite(file);
        await damaged.WriteAsync("no dump"u8.ToArray(), RedisInstance.Cancel);
        return file;
    }

    private static async Task LeaveJournalAsync(RedisInstance redis, RestorePhase phase)
    {
        var survey = (await redis.Host.TryConnectAsync(RedisInstance.Cancel))!.Survey;
        var journal = new RestoreJournal(phase, "another", ["restored-another.1.base.rdb"], "appendonlydir", "appendonly.aof", "dump.rdb", 88, survey.Info.RunId, RestorePlan.FirstSequenceAfter(1));
        var folder = Directory.CreateDirectory(Path.Combine(redis.Data, Scratch.Restore)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "journal.json"), journal.ToJson(), RedisInstance.Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "place"), "appendonlydir\nappendonly.aof\ndump.rdb\naof\n", RedisInstance.Cancel);
    }

    /// <summary>The same data under a Redis that was started otherwise.</summary>
    private sealed class StartedAnew(RedisInstance redis, string appendOnly) : IAsyncDisposable
    {
        public Lifecycle.Embedded.RedisProcess Process { get; } = new(redis.Folders, RedisInstance.Binaries.Value.Result, ["--appendonly", appendOnly, "--enable-debug-command", "yes"]);

        public IRedisHost Host => new Lifecycle.Embedded.EmbeddedRedis(Process);

        public async ValueTask DisposeAsync() => await Process.StopAsync(CancellationToken.None);
    }

    /// <summary>Somebody else has it from the moment on at which it is asked for, and is at work.</summary>
    private sealed class LostLock(Func<Task> others) : IOperationLock
    {
        private bool _isLost;

        public string? LeftBehind => null;

        public async Task RequireHeldAsync(CancellationToken cancellationToken)
        {
            if (!_isLost)
            {
                await others();
            }

            _isLost = true;
            throw new ConflictException("The lock was lost to another", "Run it again");
        }

        public Task NoteAsync(string line, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Settle()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
