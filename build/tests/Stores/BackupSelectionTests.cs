using System.Globalization;
using Lifecycle.Failures;
using Lifecycle.Stores;
using Lifecycle.Stores.S3;
using Lifecycle.Verbs;
using static Lifecycle.Tests.Stores.Backups;

namespace Lifecycle.Tests.Stores;

public sealed class BackupSelectionTests
{
    private static readonly Owner Me = new("dev.data.redis", "1a2b3c4d");
    private static readonly Owner Other = new("prod.data.redis", "0f0f0f0f");
    private static readonly StoredBackup Newest = Incomplete("20260209T120000Z");
    private static readonly StoredBackup Second = Complete("20260208T120000Z", Me);
    private static readonly StoredBackup Third = Of("20260207T120000Z", Me, BackupPart.Checksum, BackupPart.Manifest);
    private static readonly StoredBackup Oldest = Complete("20260206T120000Z", Me);
    private static readonly StoredBackup[] All = [Newest, Second, Third, Oldest];

    [Fact]
    public void The_latest_is_the_newest_complete_one_and_those_passed_over_are_named()
    {
        var selection = Latest(All);
        Assert.Same(Second, selection.Chosen);
        Assert.Equal(["Backup 20260209T120000Z is incomplete (no .sha256) and passed over"], selection.Remarks);
    }

    [Theory]
    [InlineData("2026-02-08T12:00:00Z", "20260208T120000Z")]
    [InlineData("2026-02-08T11:59:59Z", "20260206T120000Z")]
    [InlineData("2026-02-06T11:59:59Z", null)]
    public void At_takes_nothing_later(string time, string? expected) =>
        Assert.Equal(expected, BackupSelection.At(View(All), DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)).Chosen?.Name.Timestamp);

    [Fact]
    public void At_names_only_what_it_passes_over() =>
        Assert.Equal(["Backup 20260207T120000Z is incomplete (no archive) and passed over"], BackupSelection.At(View(All), Third.Name.Time).Remarks);

    [Fact]
    public void Where_nothing_is_complete_nothing_is_chosen() => Assert.Null(Latest([Newest, Third]).Chosen);

    [Fact]
    public void A_newer_one_that_says_no_owner_is_passed_over_with_the_words_that_take_it()
    {
        var selection = Latest([Complete("20260209T120000Z", owner: null), Second]);
        Assert.Same(Second, selection.Chosen);
        Assert.Equal(["Backup 20260209T120000Z is newer, but says no owner, and is passed over; --from unowned takes it"], selection.Remarks);
    }

    [Fact]
    public void Exactly_takes_that_one_or_says_why_not()
    {
        Assert.Same(Oldest, BackupSelection.Exactly(View(All), Uri(Oldest)).Chosen);
        Assert.Contains("no archive", Assert.Throws<LifecycleException>(() => BackupSelection.Exactly(View(All), Uri(Third))).Message, StringComparison.Ordinal);
        Assert.Contains("no .sha256", Assert.Throws<LifecycleException>(() => BackupSelection.Exactly(View(All), Uri(Newest))).Message, StringComparison.Ordinal);
        Assert.Contains("There is no s3://", Assert.Throws<NotFoundException>(() => BackupSelection.Exactly(View([Second]), Uri(Oldest))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exactly_takes_anothers_only_where_its_owner_is_named()
    {
        var theirs = Complete("20260210T120000Z", Other);
        var refusal = Assert.Throws<LifecycleException>(() => BackupSelection.Exactly(View([theirs, Second]), Uri(theirs)));
        Assert.Contains("--from prod.data.redis", refusal.Remedy, StringComparison.Ordinal);
        Assert.Same(theirs, BackupSelection.Exactly(OwnedBackups.Of([theirs, Second], Me, Other.Name), Uri(theirs)).Chosen);
    }

    private static BackupSelection Latest(StoredBackup[] backups) => BackupSelection.At(View(backups), DateTimeOffset.MaxValue);

    private static OwnedBackups View(StoredBackup[] backups) => OwnedBackups.Of(backups, Me, from: null);

    private static S3Location Uri(StoredBackup backup) => new("bucket", $"redis-backups/{backup.Name.Archive}");
}
