using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;
using Lifecycle.Verbs;

namespace Lifecycle.Tests.Stores;

public sealed class RotateTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    [Fact]
    public async Task Of_seven_backups_two_of_them_incomplete_and_two_foreign_folders_exactly_the_expected_are_left()
    {
        var complete = Enumerable.Range(1, 5).Select(day => Write(day, ".tgz", ".tgz.sha256", ".manifest.json")).ToList();
        _ = Write(9, ".tgz");
        var young = Write(0, ".tgz");
        Foreign("notes/read.me");
        Foreign("20260101T000000Z/somebody-elses.tgz");

        _ = await RotateAsync(dryRun: false);

        Assert.Equal(
            new[] { young, complete[0], complete[1], complete[2], "notes", "20260101T000000Z" }.Order(),
            _root.GetDirectories().Select(folder => folder.Name).Order());
    }

    [Fact]
    public async Task A_dry_run_removes_nothing()
    {
        var complete = Enumerable.Range(1, 5).Select(day => Write(day, ".tgz", ".tgz.sha256")).ToList();

        Assert.Equal(Outcome.Skipped, (await RotateAsync(dryRun: true)).Outcome);
        Assert.Equal(complete.Count, _root.GetDirectories().Length);
    }

    [Fact]
    public async Task Unfinished_uploads_go_after_a_day_and_not_before()
    {
        var name = Write(2, ".tgz.partial-0a1b2c3d");
        var young = Write(0, ".tgz.partial-0a1b2c3d");

        _ = await RotateAsync(dryRun: false);

        Assert.Equal([young], _root.GetDirectories().Select(folder => folder.Name));
        Assert.NotEqual(name, young);
    }

    [Fact]
    public async Task A_damaged_record_of_a_drill_is_named_and_nothing_is_removed()
    {
        var complete = Enumerable.Range(1, 5).Select(day => Write(day, ".tgz", ".tgz.sha256", ".drill.json")).ToList();

        var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => RotateAsync(dryRun: false));

        Assert.Contains($"cloudradar-redis-data-{complete[0]}.drill.json", refusal.Problem, StringComparison.Ordinal);
        Assert.Equal(complete.Count, _root.GetDirectories().Length);
    }

    [Theory]
    [InlineData(".tgz")]
    [InlineData(".tgz.sha256")]
    public async Task A_backup_that_does_not_go_whole_still_says_whose_it_is_and_the_next_run_takes_it_up(string refused)
    {
        var complete = Enumerable.Range(1, 4).Select(day => Write(day, ".tgz", ".tgz.sha256", ".manifest.test.1a2b3c4d.json")).ToList();
        using var store = new FailingStore(new FolderStore(_root.FullName), refused);

        _ = await Assert.ThrowsAnyAsync<LifecycleException>(() => RotateAsync(dryRun: false, store, from: null));

        Assert.True(File.Exists(Path.Combine(_root.FullName, complete[^1], $"cloudradar-redis-data-{complete[^1]}.manifest.test.1a2b3c4d.json")));
        _ = await RotateAsync(dryRun: false, new FolderStore(_root.FullName), from: null);
        Assert.DoesNotContain(_root.GetFiles("*", SearchOption.AllDirectories), file => file.Name.Contains(complete[^1], StringComparison.Ordinal));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private Task<Verdict> RotateAsync(bool dryRun) => RotateAsync(dryRun, new FolderStore(_root.FullName), from: "unowned");

    private static Task<Verdict> RotateAsync(bool dryRun, IBackupStore store, string? from) =>
        new Rotate(3, asked: true, from: from).RotateAsync(store, NoLock.Instance, new Owner("test", null), new Retention(3), dryRun, Silence.Reporter, RedisInstance.Cancel);

    private string Write(int daysAgo, params string[] suffixes)
    {
        var time = DateTimeOffset.UtcNow.AddDays(-daysAgo).AddHours(-1);
        var name = BackupName.At(time);
        foreach (var suffix in suffixes)
        {
            var path = Path.Combine(_root.CreateSubdirectory(name.Timestamp).FullName, $"cloudradar-redis-data-{name.Timestamp}{suffix}");
            File.WriteAllText(path, "1");
            File.SetLastWriteTimeUtc(path, time.UtcDateTime);
        }

        return name.Timestamp;
    }

    private void Foreign(string path)
    {
        var file = new FileInfo(Path.Combine(_root.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, "1");
    }
}
