using Lifecycle.Archives;
using Lifecycle.Embedded;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Operations;

public sealed class DrillTests
{
    [Fact]
    public async Task A_good_backup_passes_and_the_live_redis_is_not_touched()
    {
        await using var checkout = await Checkout.CreateAsync();
        _ = await checkout.RunAsync("Backup");
        var (digest, process) = (await checkout.DigestAsync(), checkout.Redis.ProcessId);

        var (exitCode, output) = await checkout.RunAsync("Drill");

        Assert.True(exitCode == 0, output);
        Assert.Contains("4,001 keys", output, StringComparison.Ordinal);
        Assert.Equal((digest, process), (await checkout.DigestAsync(), checkout.Redis.ProcessId));
        Assert.False(Directory.Exists($"{checkout.Folders.Root}-drill"));
        Assert.Contains("passed", (await checkout.RunAsync("Backups")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_backup_of_every_type_passes() => DrillAsync(megabytes: 0);

    [Fact]
    [Campaign]
    public Task A_backup_of_hundreds_of_megabytes_passes() => DrillAsync(megabytes: 200);

    [Theory]
    [MemberData(nameof(BackupDamage.All), MemberType = typeof(BackupDamage))]
    public async Task A_damaged_backup_fails_and_the_record_says_why(BackupDamage damage)
    {
        await using var checkout = await Checkout.CreateAsync();
        _ = await checkout.RunAsync("Backup");
        var store = new FolderStore(Path.Combine(checkout.Root, "output", "redis-backups"));
        var backup = (await new Catalog(store).ListAsync(RedisInstance.Cancel)).Single();
        await damage.Inflict(store, backup.Name);

        var (exitCode, output) = await checkout.RunAsync("Drill");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("does not restore", output, StringComparison.Ordinal);
        var record = await new Catalog(store).ReadDrillAsync((await new Catalog(store).ListAsync(RedisInstance.Cancel)).Single(), RedisInstance.Cancel);
        Assert.False(record!.Passed);
        Assert.NotEmpty(record.Failure!);
        Assert.False(Directory.Exists($"{checkout.Folders.Root}-drill"));
        Assert.Contains("FAILED", (await checkout.RunAsync("Backups")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_redis_calls_otherwise_is_called_so_in_a_drill()
    {
        await using var checkout = await Checkout.CreateAsync();
        var redis = checkout.Configure(["rename-command FLUSHALL flush_x9", "rename-command \"FLUSHDB\" \"\"", $"include {Path.Combine(checkout.Root, "more.conf")}"]);
        await File.WriteAllTextAsync(Path.Combine(checkout.Root, "more.conf"), "rename-command DEBUG \"\"\n", RedisInstance.Cancel);
        _ = await checkout.RunAsync("Deploy", "--sample-keys", "0");
        _ = await redis.Server.CallAsync(RedisInstance.Cancel, "SET", "key", "1");
        _ = await redis.Server.CallAsync(RedisInstance.Cancel, "flush_x9");
        _ = await redis.Server.CallAsync(RedisInstance.Cancel, "SET", "key", "2");
        _ = await checkout.RunAsync("Backup");

        var (exitCode, output) = await checkout.RunAsync("Drill");

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task A_checksum_of_another_archive_says_nothing_of_the_backup()
    {
        await using var checkout = await Checkout.CreateAsync();
        _ = await checkout.RunAsync("Backup");
        Assert.Equal(0, (await checkout.RunAsync("Drill")).ExitCode);

        var (exitCode, output) = await checkout.RunAsync("Drill", "--sha256", new string('0', 64));

        Assert.Equal(255, exitCode);
        Assert.Contains("is not the archive that --sha256 names", output, StringComparison.Ordinal);
        Assert.Contains("passed", (await checkout.RunAsync("Backups")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroy_can_require_that_the_newest_backup_has_passed()
    {
        await using var checkout = await Checkout.CreateAsync();
        _ = await checkout.RunAsync("Backup");
        string[] destroy = ["Destroy", "--skip", "--confirm-destroy", "DESTROY", "--require-drill"];

        Assert.NotEqual(0, (await checkout.RunAsync(destroy)).ExitCode);
        Assert.NotNull(checkout.Redis.ProcessId);

        _ = await checkout.RunAsync("Drill");
        var (exitCode, output) = await checkout.RunAsync(destroy);
        Assert.True(exitCode == 0, output);
        Assert.Null(checkout.Redis.ProcessId);
    }

    [Fact]
    public async Task A_backup_that_a_drill_could_not_restore_proves_nothing_to_destroy()
    {
        await using var checkout = await Checkout.CreateAsync();
        _ = await checkout.RunAsync("Backup");
        var store = new FolderStore(Path.Combine(checkout.Root, "output", "redis-backups"));
        var backup = (await new Catalog(store).ListAsync(RedisInstance.Cancel)).Single();
        await store.PutAsync(backup.Name.Key(BackupPart.Drill), new DrillRecord(backup.Name.Timestamp, DateTimeOffset.UtcNow, Passed: false, 0, 1, "it lacks a file").ToJson(), RedisInstance.Cancel);

        var (exitCode, output) = await checkout.RunAsync("Destroy", "--skip", "--confirm-destroy", "DESTROY");

        Assert.Equal(255, exitCode);
        Assert.Contains("does not restore: it lacks a file", output, StringComparison.Ordinal);
        Assert.NotNull(checkout.Redis.ProcessId);
    }

    [Fact]
    public async Task Destroy_removes_what_a_drill_that_was_killed_has_left()
    {
        await using var checkout = await Checkout.CreateAsync();
        _ = await checkout.RunAsync("Deploy", "--sample-keys", "0");
        var left = new EmbeddedFolders($"{checkout.Folders.Root}-drill");
        var throwaway = new RedisProcess(left, await RedisInstance.Binaries.Value, []) { IsThrowaway = true };
        await throwaway.StartAsync(RedisInstance.Cancel);

        var (exitCode, output) = await checkout.RunAsync("Destroy", "--confirm-destroy", "DESTROY", "--redis-backup-restore", "false");

        Assert.True(exitCode == 0, output);
        Assert.Null(throwaway.ProcessId);
        Assert.False(Directory.Exists(left.Root));
    }

    private static async Task DrillAsync(int megabytes)
    {
        await using var checkout = await Checkout.CreateAsync();
        _ = await checkout.RunAsync("Deploy", "--sample-keys", "0");
        await AllTypes.LoadAsync(checkout.Redis.Server);
        _ = await checkout.Redis.Shell.ReadAsync(new Command("for i in $(seq \"$1\"); do dd if=/dev/urandom bs=1048576 count=1 2>/dev/null | redis-cli -s ../redis.sock -x SET \"large:$i\"; done", $"{megabytes}"), RedisInstance.Cancel);
        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);

        var (exitCode, output) = await checkout.RunAsync("Drill");

        Assert.True(exitCode == 0, output);
        Assert.Contains($"{12 + megabytes} keys", output, StringComparison.Ordinal);
        TestContext.Current.SendDiagnosticMessage(output.Split('\n').First(line => line.StartsWith("Time to restore", StringComparison.Ordinal)));
    }
}
