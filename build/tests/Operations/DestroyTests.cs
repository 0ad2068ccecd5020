using Lifecycle.Embedded;
using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

public sealed class DestroyTests
{
    private static readonly string[] Destroy = ["Destroy", "--confirm-destroy", "DESTROY"];

    [Fact]
    public async Task Run_again_when_all_is_gone_it_takes_no_backup_of_nothing()
    {
        await using var checkout = await Checkout.CreateAsync();
        Assert.Equal(0, (await checkout.RunAsync("Deploy")).ExitCode);
        Assert.Equal(0, (await checkout.RunAsync(Destroy)).ExitCode);
        var store = new FolderStore(Path.Combine(checkout.Root, "output", "redis-backups"));
        var backups = await new Catalog(store).ListAsync(RedisInstance.Cancel);

        var (exitCode, output) = await checkout.RunAsync(Destroy);

        Assert.True(exitCode == 0, output);
        Assert.Contains("REDIS-BACKUP: SKIPPED, there is no Redis", output, StringComparison.Ordinal);
        Assert.Equal(backups.Select(backup => backup.Name), (await new Catalog(store).ListAsync(RedisInstance.Cancel)).Select(backup => backup.Name));
        Assert.Null(checkout.Redis.ProcessId);
    }

    [Fact]
    public async Task Data_whose_removal_was_cut_short_is_never_started_from()
    {
        await using var checkout = await Checkout.CreateAsync();
        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);
        var catalog = new Catalog(new FolderStore(Path.Combine(checkout.Root, "output", "redis-backups")));
        var backup = Assert.Single(await catalog.ListAsync(RedisInstance.Cancel)).Name;
        await checkout.Redis.StopAsync(RedisInstance.Cancel);
        var doomed = Path.Combine(checkout.Folders.Root, "data-destroyed");
        Directory.Move(checkout.Folders.Data, doomed);

        var (exitCode, output) = await checkout.RunAsync(Destroy);

        Assert.True(exitCode == 0, output);
        Assert.False(Directory.Exists(doomed));
        Assert.Equal(backup, Assert.Single(await catalog.ListAsync(RedisInstance.Cancel)).Name);
        Assert.Null(checkout.Redis.ProcessId);
    }

    [Fact]
    public async Task Verify_leaves_alone_what_somebody_is_at_work_on()
    {
        await using var checkout = await Checkout.CreateAsync();
        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);
        await checkout.Redis.StopAsync(RedisInstance.Cancel);
        await using (await FileLock.AcquireAsync(checkout.Folders.LockFile, "Restore", RedisInstance.Cancel))
        {
            Assert.Contains("no redis-server runs", (await checkout.RunAsync("Verify")).Output, StringComparison.Ordinal);
            Assert.Null(checkout.Redis.ProcessId);
        }

        Assert.Equal(0, (await checkout.RunAsync("Verify")).ExitCode);
        Assert.NotNull(checkout.Redis.ProcessId);
    }
}
