using Lifecycle.Failures;
using Lifecycle.Stores;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;
using Lifecycle.Verbs;

namespace Lifecycle.Tests.Stores;

/// <summary>What Destroy takes for a proof that the data can be brought back.</summary>
public sealed class RecentBackupTests : StoreTest
{
    private static readonly Owner Mine = new("dev.data.redis", "1a2b3c4d");
    private static readonly Owner Theirs = new("dev.data.redis", "0f0f0f0f");
    private static readonly DateTimeOffset Now = new(2026, 2, 7, 11, 41, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_of_the_last_hour_is_a_proof()
    {
        _ = await StoreAsync(Mine, minutesAgo: 59);

        await RequireAsync();
    }

    [Theory]
    [InlineData(61, "is 1h old")]
    [InlineData(-10, "lies in the future")]
    public async Task An_older_one_is_none_nor_is_one_of_the_future(int minutesAgo, string reason)
    {
        _ = await StoreAsync(Mine, minutesAgo);

        await RequireRefusedAsync(reason);
    }

    [Fact]
    public async Task Another_volume_s_is_none_and_an_incomplete_one_is_none()
    {
        _ = await StoreAsync(Theirs, minutesAgo: 1);
        var name = await StoreAsync(Mine, minutesAgo: 2);
        File.Delete(Store.Locate(name.Key(BackupPart.Checksum)));

        await RequireRefusedAsync("there is no complete backup of dev.data.redis");
    }

    [Fact]
    public async Task What_the_run_before_has_made_counts_from_when_it_was_stored()
    {
        var name = await StoreAsync(Mine, minutesAgo: 180);
        foreach (var file in Directory.EnumerateFiles(Folder.FullName, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, Now.AddMinutes(-5).UtcDateTime);
        }

        await RequireAsync(Store.Locate(name.Archive));
        await RequireRefusedAsync("is 3h old");
    }

    [Fact]
    public async Task Where_a_drill_is_asked_for_one_that_nobody_has_drilled_is_none()
    {
        _ = await StoreAsync(Mine, minutesAgo: 1);

        var refusal = await Assert.ThrowsAsync<LifecycleException>(() => RequireAsync(requireDrill: true));

        Assert.Contains("no drill has restored", refusal.Problem, StringComparison.Ordinal);
    }

    private Task RequireAsync(string? made = null, bool requireDrill = false) => RecentBackup.RequireAsync(Store, Mine, made, requireDrill, Now, Token);

    private async Task RequireRefusedAsync(string reason)
    {
        var refusal = await Assert.ThrowsAsync<LifecycleException>(() => RequireAsync());
        Assert.StartsWith("Nothing is destroyed", refusal.Problem, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Problem, StringComparison.Ordinal);
    }

    private async Task<BackupName> StoreAsync(Owner owner, int minutesAgo)
    {
        var sample = new BackupSample(BackupName.At(Now.AddMinutes(-minutesAgo)), size: 1);
        await sample.StoreAsync(Store, owner, sample.Name.Time, log: null, Token);
        return sample.Name;
    }
}
