using System.Diagnostics;
using Lifecycle.Cluster.Exec;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Operations;

/// <summary>What cannot be tidied up does not fail the work, and what has lost its client ends.</summary>
public sealed class LeftBehindTests
{
    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_dump_that_cannot_be_removed_is_told_and_stops_neither_this_restore_nor_the_next(string server)
    {
        await using var redis = await RedisInstance.StartOnAsync(server, "--save", "");
        await redis.LoadAsync(50);
        var digest = await redis.DigestAsync();
        var archive = redis.PathOf(await redis.BackUpAsync());
        // As a mounted file would: rm does not remove it.
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(redis.Data, "dump.rdb")).FullName, "kept"), "", RedisInstance.Cancel);
        for (var round = 0; round < 2; round++)
        {
            _ = await redis.CallAsync("SET", "newer", "1");
            var said = new StringWriter();

            var verdict = await RedisInstance.RestoreAsync(
                redis.Host, await Restoring.RestoreSource.FromFileAsync(archive, sha256: null, RedisInstance.Cancel), force: true, Environments.NoLock.Instance, new ConsoleReporter(said, said, terminal: false, colours: false));

            Assert.Equal(Outcome.Run, verdict.Outcome);
            Assert.Contains("dump.rdb cannot be removed", said.ToString(), StringComparison.Ordinal);
            Assert.Equal(digest, await redis.DigestAsync());
            Assert.Equal(51, (await redis.BackUpAsync()).Snapshot.Keyspace.Total);
        }
    }

    [Fact]
    public async Task A_folder_that_a_killed_run_has_left_empty_goes_with_the_next_run_also_where_that_is_skipped()
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(10);
        var archive = redis.PathOf(await redis.BackUpAsync());
        var scratch = Directory.CreateDirectory(Path.Combine(redis.Data, Scratch.Folder));

        Assert.Equal(Outcome.Skipped, (await redis.RestoreAsync(archive)).Outcome);

        Assert.False(Directory.Exists(scratch.FullName));
    }

    [Theory]
    [InlineData(Intent.BackUp)]
    [InlineData(Intent.Restore)]
    public async Task What_is_seen_of_Redis_is_seen_once_that_is_removed_which_a_killed_run_has_left(Intent intent)
    {
        await using var redis = await RedisInstance.StartAsync();
        await redis.LoadAsync(10);
        _ = Directory.CreateDirectory(Path.Combine(redis.Data, Scratch.Folder, "snapshot", "appendonlydir"));

        var reached = await Restoring.Recovery.ConnectAsync(redis.Host, intent, Silence.Reporter, RedisInstance.Cancel);

        await using var snapshot = reached!.Snapshot;
        Assert.False(reached.Survey.HasScratch);
        Assert.Equal(intent == Intent.BackUp, snapshot is not null);
    }

    // As it is run in a pod, with input or without: what bounds a command there would stay as long as its limit.
    [Theory]
    [InlineData("snapshot", null)]
    [InlineData("snapshot", "")]
    [InlineData("snapshot", "the end: ")]
    [InlineData("capture", "the end: ")]
    public async Task A_sender_whose_reader_is_gone_is_ended_by_the_next_snapshot(string verb, string? mark)
    {
        await using var redis = await RedisInstance.StartAsync();
        _ = await redis.CallAsync("EVAL", "for i = 1, 2000 do redis.call('SET', 'key:' .. i, string.rep(i, 1000)) end", "0");
        string[] agent = ["sh", "-c", AgentScript.Text, "sh", verb];
        using var sender = await BlockedSenderAsync(redis, mark is null ? agent : PodCommand.Wrap(new Command(AgentScript.Text, verb) { Limit = TimeSpan.FromHours(6) }, redis.Data, mark));

        _ = await redis.BackUpAsync();

        await sender.WaitForExitAsync(RedisInstance.Cancel);
        Assert.DoesNotContain(redis.FilesInData(), file => file.StartsWith('.'));
    }

    [Fact]
    [Campaign]
    public async Task A_drill_interrupted_at_any_moment_leaves_no_redis_of_its_own()
    {
        await using var checkout = await Checkout.CreateAsync();
        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);
        var interrupted = 0;
        for (var delay = 100; delay <= 900; delay += 50)
        {
            interrupted += await checkout.InterruptAsync(TimeSpan.FromMilliseconds(delay), kill: false, withChildren: false, "Drill") == 130 ? 1 : 0;
            Assert.True(await HasEndedAsync($"{checkout.Folders.Root}-drill"), $"interrupted after {delay} ms, its Redis runs on");
        }

        Assert.True(interrupted > 0, "no run was interrupted: the test has tested nothing");
    }

    // Nobody reads: once the pipe is full it waits, as in a pod whose client was killed.
    private static async Task<Process> BlockedSenderAsync(RedisInstance redis, IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo("setsid", command) { WorkingDirectory = redis.Data, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in (await RedisInstance.Binaries.Value).Environment())
        {
            start.Environment[name] = value;
        }

        start.Environment["REDIS_SOCKET"] = "../redis.sock";
        var sender = Process.Start(start)!;
        await sender.StandardInput.WriteLineAsync("snapshot");
        sender.StandardInput.Close();
        while (!Directory.Exists(Path.Combine(redis.Data, Scratch.Folder, "snapshot", "appendonlydir")) || Directory.EnumerateFiles(Path.Combine(redis.Data, Scratch.Folder, "snapshot", "appendonlydir")).Count() < 3)
        {
            Assert.False(sender.HasExited, "the sender has ended");
            await Task.Delay(20, RedisInstance.Cancel);
        }

        return sender;
    }

    private static async Task<bool> HasEndedAsync(string folder)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            if (!Process.GetProcessesByName("redis-server").Any(process => (new FileInfo($"/proc/{process.Id}/cwd").LinkTarget ?? "").StartsWith(folder, StringComparison.Ordinal)))
            {
                return true;
            }

            await Task.Delay(100, RedisInstance.Cancel);
        }

        return false;
    }
}
