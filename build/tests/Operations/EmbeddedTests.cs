using System.Text.Json;
using Lifecycle.Embedded;
using Lifecycle.Shells;
using Lifecycle.Tests.Faults;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>A Redis of its own, whatever else there is on the machine.</summary>
public sealed class EmbeddedTests
{
    [Fact]
    public async Task A_socket_of_another_redis_in_the_environment_is_not_taken_for_its_own()
    {
        await using var other = await RedisInstance.StartAsync();
        _ = await other.CallAsync("SET", "mine", "1");
        await using var checkout = await Checkout.CreateAsync();
        checkout.Variables["REDIS_SOCKET"] = Path.GetFullPath(Path.Combine(other.Data, "..", "redis.sock"));

        var (exitCode, output) = await checkout.RunAsync("Backup", "Destroy", "--confirm-destroy", "DESTROY");

        Assert.True(exitCode == 0, output);
        Assert.Contains("4,001 keys", output, StringComparison.Ordinal);
        Assert.Equal("1", (await other.CallAsync("DBSIZE")).Trim());
    }

    [Theory]
    [InlineData("Backups")]
    [InlineData("History")]
    public async Task Json_stands_alone_on_standard_output(string verb)
    {
        await using var checkout = await Checkout.CreateAsync();
        _ = await checkout.RunAsync("Archive", "--for", "1s");

        using var run = checkout.Launch(verb, "--output", "json");
        var (exitCode, output, error) = await run.EndApartAsync();

        Assert.True(exitCode == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Contains($"{verb}: RUN", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Backup")]
    [InlineData("Archive")]
    [InlineData("Deploy")]
    [InlineData("Verify")]
    [InlineData("Restore")]
    [InlineData("Destroy")]
    public async Task A_rehearsal_starts_nothing(string verb)
    {
        await using var checkout = await Checkout.CreateAsync();

        _ = await checkout.RunAsync(verb, "--dry-run");

        Assert.Null(checkout.Redis.ProcessId);
        Assert.False(checkout.Folders.HoldData);
    }

    [Theory]
    [InlineData("Backup")]
    [InlineData("Archive")]
    [InlineData("Drill")]
    [InlineData("Restore", "--force")]
    [InlineData("Rotate", "--keep", "1")]
    [InlineData("Destroy")]
    public async Task A_rehearsal_over_data_leaves_it_and_the_store_as_they_are(params string[] words)
    {
        await using var checkout = await Checkout.CreateAsync();
        for (var backup = 0; backup < 2; backup++)
        {
            Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);
            _ = await checkout.Redis.Server.CallAsync(RedisInstance.Cancel, "SET", "newer", $"{backup}");
        }

        var before = await checkout.StateAsync();

        var (exitCode, output) = await checkout.RunAsync([.. words, "--dry-run"]);

        Assert.True(exitCode == 0, output);
        Assert.Contains("dry run: ", output, StringComparison.Ordinal);
        Assert.Equal(before, await checkout.StateAsync());
    }

    [Fact]
    public async Task No_server_runs_whose_number_could_not_be_noted()
    {
        await using var disk = await SmallDisk.MountAsync();
        await using var redis = await RedisInstance.StartInAsync(Directory.CreateDirectory(Path.Combine(disk.Path, "redis-lifecycle-test")));
        await redis.Process.StopAsync(RedisInstance.Cancel);
        // What the start itself would remove is no room.
        File.Delete(redis.Folders.LogFile);
        File.Delete(redis.Folders.PidFile);
        disk.Fill();

        var failure = await Assert.ThrowsAsync<ShellException>(() => redis.Process.StartAsync(RedisInstance.Cancel));

        Assert.Contains("redis.pid cannot be written", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc", "?*").Select(process => new FileInfo(Path.Combine(process, "cwd"))), folder => folder.LinkTarget == redis.Data);
        disk.Free();
        await redis.Process.StartAsync(RedisInstance.Cancel);
    }

    [Fact]
    public async Task A_lock_whose_holder_cannot_be_noted_is_let_go()
    {
        var root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");
        var path = Path.Combine(root.FullName, "operation.lock");
        var holder = root.CreateSubdirectory("operation.lock.holder");

        _ = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => FileLock.AcquireAsync(path, "Backup", RedisInstance.Cancel));
        holder.Delete();

        await using (await FileLock.AcquireAsync(path, "Backup", RedisInstance.Cancel))
        {
            Assert.Null(await FileLock.TryAcquireAsync(path, "Restore", RedisInstance.Cancel));
        }

        root.Delete(recursive: true);
    }
}
