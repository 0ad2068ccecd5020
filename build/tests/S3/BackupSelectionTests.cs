using Lifecycle.Stores;
using Lifecycle.Stores.S3;

namespace Lifecycle.Tests.S3;

public sealed class BackupSelectionTests
{
    private static readonly StoredBackup Newest = Backup("20260209T120000Z", BackupPart.Archive);
    private static readonly StoredBackup Second = Backup("20260208T120000Z", BackupPart.Archive, BackupPart.Checksum);
    private static readonly StoredBackup Third = Backup("20260207T120000Z", BackupPart.Checksum, BackupPart.Manifest);
    private static readonly StoredBackup Oldest = Backup("20260206T120000Z", BackupPart.Archive, BackupPart.Checksum, BackupPart.Manifest);
    private static readonly StoredBackup[] All = [Newest, Second, Third, Oldest];

    [Fact]
    public void The_latest_is_the_newest_complete_one_and_those_passed_over_are_named()
    {
        var selection = BackupSelection.At(All, DateTimeOffset.MaxValue);
        Assert.Same(Second, selection.Chosen);
        Assert.Equal([Newest], selection.PassedOver);
    }

    [Theory]
    [InlineData("2026-02-08T12:00:00Z", "20260208T120000Z")]
    [InlineData("2026-02-08T11:59:59Z", "20260206T120000Z")]
    [InlineData("2026-02-06T11:59:59Z", null)]
    public void At_takes_nothing_later(string time, string? expected) =>
        Assert.Equal(expected, BackupSelection.At(All, DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)).Chosen?.Name.Timestamp);

    [Fact]
    public void At_names_only_what_it_passes_over() => Assert.Equal([Third], BackupSelection.At(All, Third.Name.Time).PassedOver);

    [Fact]
    public void Where_nothing_is_complete_nothing_is_chosen() => Assert.Null(BackupSelection.At([Newest, Third], DateTimeOffset.MaxValue).Chosen);

    [Fact]
    public void Exactly_takes_that_one_or_says_why_not()
    {
        Assert.Same(Oldest, BackupSelection.Exactly(All, Uri(Oldest)).Chosen);
        Assert.Contains("no archive", Assert.Throws<LifecycleException>(() => BackupSelection.Exactly(All, Uri(Third))).Message, StringComparison.Ordinal);
        Assert.Contains("no .sha256", Assert.Throws<LifecycleException>(() => BackupSelection.Exactly(All, Uri(Newest))).Message, StringComparison.Ordinal);
        Assert.Contains("There is no s3://", Assert.Throws<LifecycleException>(() => BackupSelection.Exactly([Second], Uri(Oldest))).Message, StringComparison.Ordinal);
    }

    private static S3Location Uri(StoredBackup backup) => new("bucket", $"redis-backups/{backup.Name.Archive}");

    private static StoredBackup Backup(string timestamp, params BackupPart[] parts)
    {
        var name = BackupName.Parse(timestamp);
        return new StoredBackup(name, parts.ToDictionary(part => part, part => new StoredObject(name.Key(part), 1, name.Time)));
    }
}
