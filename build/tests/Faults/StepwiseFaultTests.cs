using System.Diagnostics;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Restoring;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Faults;

/// <summary>A fault at every step in turn, until a run gets through without meeting it. Then the verb again, in peace.</summary>
public sealed class StepwiseFaultTests
{
    private const int MoreStepsThanThereAre = 200;

    // All of them in FaultTest; else the other servers meet every second.
    private static readonly bool IsThorough = Environment.GetEnvironmentVariable("TEST_FAULT_STRIDE") is { Length: > 0 };

    public static TheoryData<string, Fault> Everywhere => new MatrixTheoryData<string, Fault>(RedisServers.Names, [Fault.CutBefore, Fault.CutAfter, Fault.RedisKilled, Fault.RedisRestarted, .. WhereOthersGoOn, Fault.DiskFull]);

    public static TheoryData<string, Fault> OnAnyDisk => new MatrixTheoryData<string, Fault>(RedisServers.Names, [Fault.CutBefore, Fault.CutAfter, Fault.RedisKilled, Fault.RedisRestarted, .. WhereOthersGoOn]);

    private static Fault[] WhereOthersGoOn => IsThorough ? [Fault.PodReplaced, Fault.Refused] : [];

    [Theory]
    [InlineData(Fault.CutBefore)]
    [InlineData(Fault.CutAfter)]
    [InlineData(Fault.PodReplaced)]
    [InlineData(Fault.Refused)]
    [InlineData(Fault.DiskFull)]
    public Task A_restore_ends_with_the_whole_old_or_the_whole_new_data_whatever_step_fails(Fault fault) => RestoreAsync(RedisServers.Redis7, fault);

    [Theory]
    [Campaign]
    [MemberData(nameof(Everywhere))]
    public Task A_restore_ends_with_the_whole_old_or_the_whole_new_data_whatever_step_fails_on_any_server(string server, Fault fault) => RestoreAsync(server, fault, Stride);

    private static int Stride => IsThorough ? 1 : 2;

    private static async Task RestoreAsync(string server, Fault fault, int stride = 1)
    {
        await using var disk = await SmallDisk.MountAsync();
        await using var redis = await StartOnAsync(disk, server);
        var archive = redis.PathOf(await redis.BackUpAsync());
        var restored = await redis.DigestAsync();
        await RestoreAtEveryStepAsync(new Ledger($"Restore, embedded, {server}: {fault}"), redis, disk, fault, archive, restored, stride);
    }

    [Theory]
    [InlineData(Fault.CutBefore)]
    [InlineData(Fault.CutAfter)]
    [InlineData(Fault.PodReplaced)]
    public Task A_restore_of_other_data_than_was_promised_ends_with_the_old_data_whatever_step_fails(Fault fault) => RestoreWrongDataAsync(RedisServers.Redis7, fault);

    [Theory]
    [Campaign]
    [MemberData(nameof(OnAnyDisk))]
    public Task A_restore_of_other_data_than_was_promised_ends_with_the_old_data_whatever_step_fails_on_any_server(string server, Fault fault) => RestoreWrongDataAsync(server, fault, Stride);

    public static TheoryData<string, Fault> WithoutAppendOnlyFile => new MatrixTheoryData<string, Fault>(IsThorough ? RedisServers.Names : [RedisServers.Redis7], [Fault.CutBefore, Fault.CutAfter, Fault.PodReplaced, Fault.Refused, Fault.DiskFull]);

    [Theory]
    [Campaign]
    [MemberData(nameof(WithoutAppendOnlyFile))]
    public Task A_restore_of_a_dump_ends_with_the_whole_old_or_the_whole_new_data_whatever_step_fails(string server, Fault fault) => RestoreDumpAsync(server, fault, isWrong: false);

    [Theory]
    [Campaign]
    [MemberData(nameof(WithoutAppendOnlyFile))]
    public Task A_restore_of_another_dump_than_was_promised_ends_with_the_old_data_whatever_step_fails(string server, Fault fault) => RestoreDumpAsync(server, fault, isWrong: true);

    private static async Task RestoreDumpAsync(string server, Fault fault, bool isWrong)
    {
        await using var disk = await SmallDisk.MountAsync();
        await using var redis = await StartOnAsync(disk, server, "--appendonly", "no");
        var backup = await redis.BackUpAsync();
        var restored = await redis.DigestAsync();
        if (isWrong)
        {
            await FalseManifest.PromiseOneKeyMoreAsync(redis.Store, backup.Name);
        }

        await RestoreAtEveryStepAsync(new Ledger($"Restore of a {(isWrong ? "wrong " : "")}dump, embedded, {server}: {fault}"), redis, disk, fault, redis.PathOf(backup), isWrong ? null : restored, stride: 1);
    }

    private static async Task RestoreWrongDataAsync(string server, Fault fault, int stride = 1)
    {
        await using var disk = await SmallDisk.MountAsync();
        await using var redis = await StartOnAsync(disk, server);
        var backup = await redis.BackUpAsync();
        await FalseManifest.PromiseOneKeyMoreAsync(redis.Store, backup.Name);
        await RestoreAtEveryStepAsync(new Ledger($"Restore of wrong data, embedded, {server}: {fault}"), redis, disk, fault, redis.PathOf(backup), restored: null, stride);
    }

    [Theory]
    [InlineData(Fault.CutBefore)]
    [InlineData(Fault.CutAfter)]
    [InlineData(Fault.DiskFull)]
    public Task A_backup_leaves_nothing_that_looks_complete_and_does_not_load_whatever_step_fails(Fault fault) => BackUpAsync(RedisServers.Redis7, fault);

    [Theory]
    [Campaign]
    [MemberData(nameof(Everywhere))]
    public Task A_backup_leaves_nothing_that_looks_complete_and_does_not_load_whatever_step_fails_on_any_server(string server, Fault fault) => BackUpAsync(server, fault);

    private static async Task BackUpAsync(string server, Fault fault)
    {
        await using var disk = await SmallDisk.MountAsync();
        await using var redis = await StartOnAsync(disk, server);
        var digest = await redis.DigestAsync();
        var ledger = new Ledger($"Backup, embedded, {server}: {fault}");
        for (var step = 1; step < MoreStepsThanThereAre; step++)
        {
            var host = Faulty(redis, disk, fault, step);

            var failure = await TryAsync(() => RedisInstance.BackUpAsync(host, redis.Store));
            disk.Free();
            Assert.True(failure is null or LifecycleException or ShellException or IOException, $"step {step}: {failure}");
            _ = await redis.BackUpAsync();

            var complete = (await new Catalog(redis.Store).ListAsync(RedisInstance.Cancel)).Where(backup => backup.IsComplete).ToList();
            foreach (var backup in complete)
            {
                await using var plain = await PlainRedis.FromArchiveAsync(redis.Store.Locate(backup.Name.Archive), server);
                Assert.Equal(digest, await plain.DigestAsync());
            }

            _ = await redis.Store.DeleteAsync([.. complete.SelectMany(backup => backup.Parts).Select(part => part.Key.ToString())], RedisInstance.Cancel);
            ledger.Count(host.WasReached, digest == await redis.DigestAsync());
            Assert.Equal(digest, await redis.DigestAsync());
            await AssertNothingIsLeftAsync(redis, $"step {step}");
            if (!host.WasReached)
            {
                ledger.Close();
                return;
            }
        }

        Assert.Fail("the backup never got through");
    }

    private static async Task<RedisInstance> StartOnAsync(SmallDisk disk, string server, params string[] moreArguments)
    {
        var redis = await RedisInstance.StartInOnAsync(server, Directory.CreateDirectory(Path.Combine(disk.Path, "redis")), moreArguments);
        await redis.LoadAsync(200);
        return redis;
    }

    /// <param name="ledger">Counts.</param>
    /// <param name="redis">Holds something else than the archive before each attempt.</param>
    /// <param name="disk">Under it.</param>
    /// <param name="fault">What befalls each step in turn.</param>
    /// <param name="archive">What is restored.</param>
    /// <param name="restored">The digest of what it holds; null where that must not be served.</param>
    /// <param name="stride">One in so many steps; which, depends on the server and the fault.</param>
    private static async Task RestoreAtEveryStepAsync(Ledger ledger, RedisInstance redis, SmallDisk disk, Fault fault, string archive, string? restored, int stride)
    {
        for (var step = 1 + (((int)fault + ledger.Name.Length) % stride); step < MoreStepsThanThereAre; step += stride)
        {
            _ = await redis.CallAsync("SET", "step", $"{step}");
            // What is in its memory alone goes with a pod, restore or none.
            _ = await redis.CallAsync("SAVE");
            var current = await redis.DigestAsync();
            var host = Faulty(redis, disk, fault, step);

            var failure = await TryAsync(() => RedisInstance.RestoreAsync(host, archive, force: true));
            disk.Free();
            Assert.True(failure is null or LifecycleException or ShellException or RedisDidNotStartException, $"step {step}: {failure}");
            _ = await Recovery.ConnectAsync(redis.Host, Intent.Look, Silence.Reporter, RedisInstance.Cancel);

            var digest = await redis.DigestAsync();
            ledger.Count(host.WasReached, digest == current || digest == restored);
            Assert.True(digest == current || digest == restored, $"step {step}: neither the old nor the new data ({failure?.Message})");
            await AssertNothingIsLeftAsync(redis, $"step {step}");
            await redis.RestartAsync();
            var loaded = await redis.DigestAsync();
            Assert.True(digest == loaded, $"step {step}: loaded from the volume is {loaded} of {await redis.KeyspaceAsync()}, served was {digest}; before {current}, in the archive {restored} ({failure?.Message})");
            if (!host.WasReached)
            {
                if (restored is null)
                {
                    _ = Assert.IsType<LifecycleException>(failure, exactMatch: false);
                }
                else
                {
                    Assert.Null(failure);
                }

                ledger.Close();
                return;
            }
        }

        Assert.Fail("the restore never got through");
    }

    private static FaultyHost Faulty(RedisInstance redis, SmallDisk disk, Fault fault, int step) => new(redis.Process, fault, _ => --step == 0, async () =>
    {
        if (fault == Fault.DiskFull)
        {
            disk.Fill();
            return;
        }

        using var process = Process.GetProcessById(redis.Process.ProcessId!.Value);
        process.Kill();
        await process.WaitForExitAsync(RedisInstance.Cancel);
        if (fault is Fault.RedisRestarted or Fault.PodReplaced)
        {
            await redis.Process.StartAsync(RedisInstance.Cancel);
        }
    });

    private static async Task<Exception?> TryAsync(Func<Task> run)
    {
        try
        {
            await run();
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return exception;
        }
    }

    private static async Task AssertNothingIsLeftAsync(RedisInstance redis, string when)
    {
        Assert.False(Directory.Exists(Path.Combine(redis.Data, Scratch.Folder)), $"{when}: a scratch folder is left");
        Assert.Equal("OK", (await redis.CallAsync("SET", "writable", "1")).Trim());
        Assert.Equal("1", (await redis.CallAsync("DEL", "writable")).Trim());
        Assert.All(Directory.EnumerateFiles(redis.Data).Select(Path.GetFileName), file => Assert.True(file == "dump.rdb" || file!.StartsWith("temp", StringComparison.Ordinal), $"{when}: {file} is left"));
        if (!Directory.Exists(redis.AofFolder))
        {
            return;
        }

        var manifest = AofManifest.Parse(await File.ReadAllTextAsync(Path.Combine(redis.AofFolder, "appendonly.aof.manifest"), RedisInstance.Cancel));
        var listed = manifest.Files.Select(file => file.Name).Append("appendonly.aof.manifest").ToHashSet();
        Assert.All(Directory.EnumerateFiles(redis.AofFolder).Select(Path.GetFileName), file => Assert.True(listed.Contains(file!) || file!.StartsWith("temp", StringComparison.Ordinal), $"{when}: {file} is left"));
    }
}
