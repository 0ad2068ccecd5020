using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Tests.Stores;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 7, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Keeps_the_newest_complete_ones_and_does_not_count_the_incomplete()
    {
        StoredBackup[] backups = [Incomplete(1), Complete(2), Complete(30), Incomplete(40), Complete(50), Complete(60)];

        var plan = new Retention(2).Plan(backups, DrilledBackups.None, Now);

        Assert.Equal([backups[0], backups[1], backups[2]], plan.Keep);
        Assert.Equal([backups[3], backups[4], backups[5]], plan.Remove);
    }

    [Fact]
    public void Keeps_the_newest_one_that_is_known_to_restore()
    {
        StoredBackup[] backups = [Complete(1), Complete(2), Complete(3)];

        Assert.Equal([backups[1]], new Retention(1).Plan(backups, DrilledBackups.None with { Proven = backups[2].Name }, Now).Remove);
    }

    [Fact]
    public void One_that_a_drill_could_not_restore_does_not_count_and_goes_with_those_of_its_age()
    {
        StoredBackup[] backups = [Complete(1), Complete(2), Complete(3), Complete(4), Complete(5)];
        var drilled = new DrilledBackups(null, new HashSet<BackupName> { backups[0].Name, backups[1].Name, backups[4].Name });

        Assert.Equal([backups[3], backups[4]], new Retention(1).Plan(backups, drilled, Now).Remove);
        Assert.Empty(new Retention(3).Plan(backups, drilled, Now).Remove);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Never_keeps_none(int keep) => Assert.Throws<MistakeException>(() => new Retention(keep));

    [Fact]
    public void Removes_nothing_when_a_backup_lies_in_the_future() =>
        Assert.Throws<LifecycleException>(() => new Retention(1).Plan([Complete(-2), Complete(1)], DrilledBackups.None, Now));

    [Fact]
    public void Removes_nothing_when_a_clock_set_back_has_given_the_newest_backup_an_old_name()
    {
        var storedNow = Complete(100, storedHoursAgo: 0);

        Assert.Throws<LifecycleException>(() => new Retention(1).Plan([Complete(1), Complete(2), storedNow], DrilledBackups.None, Now));
    }

    private static StoredBackup Complete(int hoursAgo, int? storedHoursAgo = null) =>
        Backup(hoursAgo, storedHoursAgo ?? hoursAgo, BackupPart.Archive, BackupPart.Checksum, BackupPart.Manifest);

    private static StoredBackup Incomplete(int hoursAgo) => Backup(hoursAgo, hoursAgo, BackupPart.Archive);

    private static StoredBackup Backup(int hoursAgo, int storedHoursAgo, params BackupPart[] parts)
    {
        var name = BackupName.At(Now.AddHours(-hoursAgo));
        return new StoredBackup(name, [.. parts.Select(part => new StoredPart(new BackupKey(name, part), 1, Now.AddHours(-storedHoursAgo)))]);
    }
}
