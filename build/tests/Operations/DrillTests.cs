using System.Text;
using Lifecycle.Archives;
using Lifecycle.Redis;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;

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

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task A_backup_of_every_type_passes_from_a_kilobyte_to_hundreds_of_megabytes(int megabytes)
    {
        await using var checkout = await Checkout.CreateAsync();
        _ = await checkout.RunAsync("Deploy", "--sample-keys", "0");
        await AllTypes.LoadAsync(new RedisServer(checkout.Redis.Shell));
        _ = await checkout.Redis.Shell.ReadAsync(new Command(RedisServer.Cli + "for i in $(seq \"$1\"); do dd if=/dev/urandom bs=1048576 count=1 2>/dev/null | redis -x SET \"large:$i\"; done", $"{megabytes}"), RedisInstance.Cancel);
        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);

        var (exitCode, output) = await checkout.RunAsync("Drill");

        Assert.True(exitCode == 0, output);
        Assert.Contains($"{12 + megabytes} keys", output, StringComparison.Ordinal);
        TestContext.Current.SendDiagnosticMessage(output.Split('\n').First(line => line.StartsWith("Time to restore", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("its manifest says one key more")]
    [InlineData("its append-only file is cut")]
    [InlineData("a file is missing")]
    public async Task A_damaged_backup_fails_and_the_record_says_why(string damage)
    {
        await using var checkout = await Checkout.CreateAsync();
        _ = await checkout.RunAsync("Backup");
        var store = new FolderStore(Path.Combine(checkout.Root, "output", "redis-backups"));
        var backup = (await new Catalog(store).ListAsync(RedisInstance.Cancel)).Single();
        await DamageAsync(store, backup, damage);

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

    private static async Task DamageAsync(FolderStore store, StoredBackup backup, string damage)
    {
        var (archive, manifestPath) = (store.Locate(backup.Name.Archive), store.Locate(backup.Name.Key(BackupPart.Manifest)));
        var manifest = BackupManifest.FromJson(await File.ReadAllBytesAsync(manifestPath, RedisInstance.Cancel));
        if (damage == "its manifest says one key more")
        {
            await FalseManifest.PromiseOneKeyMoreAsync(store, backup.Name);
            return;
        }

        // Repacked with a checksum of its own: only what is inside gives it away.
        var folder = Directory.CreateTempSubdirectory("redis-lifecycle-test-").FullName;
        _ = await Tool.RunAsync(["tar", "-xzf", archive, "-C", folder], folder);
        var increment = Directory.EnumerateFiles(Path.Combine(folder, "appendonlydir"), "*.incr.aof").Single();
        if (damage == "a file is missing")
        {
            File.Delete(increment);
        }
        else
        {
            await using var file = new FileStream(increment, FileMode.Open);
            file.SetLength(file.Length / 2);
        }

        _ = await Tool.RunAsync(["tar", "-czf", archive, "."], folder);
        _ = TestArchives.Save(archive, await File.ReadAllBytesAsync(archive, RedisInstance.Cancel));
        Directory.Delete(folder, recursive: true);
    }
}
