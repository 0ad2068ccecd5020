using System.Diagnostics;
using System.Globalization;
using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Faults;

public sealed class KilledRunTests
{
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("TEST_KILL_ROUNDS") ?? "20", CultureInfo.InvariantCulture);

    [Theory]
    [Campaign]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_restore_killed_at_any_moment_ends_with_the_whole_old_or_the_whole_new_data_after_the_next_run(string server)
    {
        await using var checkout = await Checkout.CreateAsync(server);
        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);
        var restored = await checkout.DigestAsync();
        var random = new Random(7);
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(0, (await checkout.RunAsync("Restore", "--force")).ExitCode);
        var duration = Stopwatch.GetElapsedTime(started);
        var ledger = new Ledger($"Restore, embedded, {server}: SIGKILL at a random moment");
        var killed = 0;
        for (var round = 0; killed < Rounds; round++)
        {
            Assert.True(round < Rounds * 3, $"of {round} runs only {killed} were killed before their end");
            _ = await checkout.Redis.Server.CallAsync(RedisInstance.Cancel, "SET", "round", $"{round}");
            var current = await checkout.DigestAsync();

            var exitCode = await checkout.InterruptAsync(duration * (0.1 + (0.85 * random.NextDouble())), kill: true, withChildren: round % 2 == 0, "Restore", "--force");
            var (next, output) = await checkout.RunAsync("Restore");

            Assert.True(next == 0, output);
            var digest = await checkout.DigestAsync();
            Assert.True(digest == current || digest == restored, $"round {round}: neither the old nor the new data. {output}");
            Assert.False(Directory.Exists(Path.Combine(checkout.Folders.Data, Scratch.Folder)), output);
            Assert.Equal("OK", (await checkout.Redis.Server.CallAsync(RedisInstance.Cancel, "SET", "writable", "1")).Trim());
            ledger.Count(injected: exitCode != 0, survived: true);
            // One that was through before: the first run was no measure.
            (killed, duration) = exitCode == 0 ? (killed, duration * 0.9) : (killed + 1, duration);
        }

        ledger.Close();
    }

    [Fact]
    [Campaign]
    public async Task A_backup_killed_at_any_moment_leaves_nothing_that_looks_complete_and_does_not_restore()
    {
        await using var checkout = await Checkout.CreateAsync();
        Assert.Equal(0, (await checkout.RunAsync("Deploy")).ExitCode);
        var digest = await checkout.DigestAsync();
        var random = new Random(8);
        var ledger = new Ledger("Backup, embedded: SIGKILL at a random moment");
        for (var round = 0; round < Rounds / 2; round++)
        {
            var killed = await checkout.InterruptAsync(TimeSpan.FromMilliseconds(random.Next(100, 500)), kill: true, withChildren: round % 2 == 0, "Backup");
            ledger.Count(injected: killed != 0, survived: digest == await checkout.DigestAsync());
        }

        ledger.Close();

        var (exitCode, output) = await checkout.RunAsync("Backup");
        Assert.True(exitCode == 0, output);
        Assert.False(Directory.Exists(Path.Combine(checkout.Folders.Data, Scratch.Folder)));
        var store = new FolderStore(Path.Combine(checkout.Root, "output", "redis-backups"));
        foreach (var backup in (await new Catalog(store).ListAsync(RedisInstance.Cancel)).Where(backup => backup.IsComplete))
        {
            (exitCode, output) = await checkout.RunAsync("Restore", "--force", "--archive", store.Locate(backup.Name.Archive));
            if (backup.ManifestKey is null)
            {
                // Killed before its last file: it is whole, and nothing counts its keys.
                Assert.Contains("was not compared", output, StringComparison.Ordinal);
                (exitCode, output) = await checkout.RunAsync("Restore", "--finish");
            }

            Assert.True(exitCode == 0, output);
            Assert.Equal(digest, await checkout.DigestAsync());
        }
    }

    [Theory]
    [InlineData("Backup")]
    [InlineData("Restore", "--force")]
    public async Task Ctrl_c_ends_with_130_and_the_next_run_leaves_no_trace(params string[] arguments)
    {
        await using var checkout = await Checkout.CreateAsync();
        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);
        var digest = await checkout.DigestAsync();
        var interrupted = 0;
        for (var delay = 150; delay < 600; delay += 50)
        {
            var exitCode = await checkout.InterruptAsync(TimeSpan.FromMilliseconds(delay), kill: false, withChildren: false, arguments);
            Assert.True(exitCode is 0 or 130, $"interrupted after {delay} ms, it ended with {exitCode}");
            interrupted += exitCode == 130 ? 1 : 0;
            Assert.Equal(digest, await checkout.DigestAsync());
        }

        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);
        Assert.False(Directory.Exists(Path.Combine(checkout.Folders.Data, Scratch.Folder)));
        Assert.True(interrupted > 0, "no run was interrupted: the test has tested nothing");
    }
}
