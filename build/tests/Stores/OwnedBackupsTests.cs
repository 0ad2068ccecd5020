using Lifecycle.Failures;
using Lifecycle.Stores;
using static Lifecycle.Tests.Stores.Backups;

namespace Lifecycle.Tests.Stores;

public sealed class OwnedBackupsTests
{
    private static readonly Owner Me = new("dev.data.redis", "aaaaaaaa");
    private static readonly Owner Twin = new("dev.data.redis", "bbbbbbbb");
    private static readonly Owner Stranger = new("prod.data.redis", "cccccccc");

    private static readonly StoredBackup Mine3 = Complete("20260203T000000Z", Me);
    private static readonly StoredBackup Mine5 = Complete("20260205T000000Z", Me);
    private static readonly StoredBackup Twin1 = Complete("20260201T000000Z", Twin);
    private static readonly StoredBackup Twin4 = Complete("20260204T000000Z", Twin);
    private static readonly StoredBackup Strange6 = Complete("20260206T000000Z", Stranger);
    private static readonly StoredBackup Nobodys2 = Complete("20260202T000000Z", owner: null);
    private static readonly StoredBackup Nobodys7 = Complete("20260207T000000Z", owner: null);
    private static readonly StoredBackup Unknown = Incomplete("20260130T000000Z");

    [Fact]
    public void The_latest_is_mine_whatever_others_have_stored_later() => Assert.Same(Mine5, Latest(View(Nobodys7, Strange6, Mine5, Mine3)));

    [Fact]
    public void A_rebuilt_cluster_finds_what_it_stored_before_and_rotates_it()
    {
        var view = View(Mine5, Mine3, Twin1);
        Assert.Same(Mine5, Latest(view));
        Assert.Same(Twin1, Latest(View(Twin1)));
        Assert.Equal([Mine5, Mine3, Twin1], view.ForRotation());
        Assert.Empty(view.Warnings);
    }

    [Fact]
    public void Of_two_that_live_under_one_name_each_takes_and_rotates_its_own_and_both_are_told_apart()
    {
        var view = View(Complete("20260208T000000Z", Twin), Mine5, Twin4, Mine3, Twin1);
        Assert.Same(Mine5, Latest(view));
        Assert.Equal([Mine5, Mine3], view.ForRotation());
        var warning = Assert.Single(view.Warnings);
        Assert.Contains("this one (aaaaaaaa) and bbbbbbbb, last at 20260208T000000Z", warning, StringComparison.Ordinal);
        Assert.Contains("--from dev.data.redis.bbbbbbbb", warning, StringComparison.Ordinal);
        Assert.Same(Twin4, Latest(View("dev.data.redis.bbbbbbbb", Mine5, Twin4)));
    }

    [Fact]
    public void Proof_is_of_this_very_volume_whatever_is_named()
    {
        Assert.Equal([Mine3], View(Strange6, Twin4, Mine3).Proof);
        Assert.Empty(View(Nobodys7, Strange6, Twin4).Proof);
        Assert.Empty(View(Stranger.Name, Strange6).Proof);
        Assert.Empty(View(Of("20260203T000000Z", Me, BackupPart.Archive, BackupPart.Manifest)).Proof);
        // Where there is no volume, there is nothing to lose but the name's.
        Assert.Equal([Twin4], OwnedBackups.Of([Twin4], new Owner(Me.Name, id: null), from: null).Proof);
    }

    [Fact]
    public void What_says_no_owner_is_taken_where_nobody_else_could_have_made_it()
    {
        Assert.Same(Nobodys7, Latest(View(Nobodys7, Nobodys2)));
        Assert.Null(Latest(View(Nobodys7, Strange6)));
        Assert.Same(Mine3, Latest(View(Nobodys7, Mine3)));
        Assert.Same(Nobodys7, Latest(View(OwnedBackups.UnownedWord, Nobodys7, Strange6, Mine5)));
        Assert.Same(Mine3, Latest(View(Me.Name, Nobodys7, Mine3)));
    }

    [Fact]
    public void What_says_no_owner_is_rotated_in_words_only()
    {
        var view = View(Nobodys7, Mine5, Nobodys2);
        Assert.Equal([Mine5], view.ForRotation());
        Assert.Contains("Rotate --from unowned", Assert.Single(view.RotationNotes), StringComparison.Ordinal);
        var named = View(OwnedBackups.UnownedWord, Nobodys7, Mine5, Nobodys2);
        Assert.Equal([Nobodys7, Nobodys2], named.ForRotation());
        Assert.Empty(named.RotationNotes);
    }

    [Fact]
    public void Anothers_are_taken_in_words_and_never_rotated()
    {
        var view = View(Stranger.Name, Nobodys7, Strange6, Mine5);
        Assert.Same(Strange6, Latest(view));
        Assert.Contains("prod.data.redis", Assert.Throws<MistakeException>(view.ForRotation).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Strange6, View(Strange6, Mine5).ForRotation());
    }

    [Fact]
    public void A_name_that_nobody_has_is_not_found_and_the_others_are_named()
    {
        var failure = Assert.Throws<NotFoundException>(() => View("prod.data.reddis", Strange6, Mine5));
        Assert.Contains("prod.data.redis", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Incomplete_ones_that_may_be_anothers_stay()
    {
        Assert.Equal([Mine5, Unknown], View(Mine5, Unknown).ForRotation());
        foreach (var view in (OwnedBackups[])[View(Strange6, Mine5, Unknown), View(Mine5, Twin4, Mine3, Unknown)])
        {
            Assert.DoesNotContain(Unknown, view.ForRotation());
            Assert.Contains("may be another's", Assert.Single(view.RotationNotes), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Two_manifests_that_contradict_are_nobodys_to_take_or_remove()
    {
        var both = Mine5 with { Parts = [.. Mine5.Parts, new StoredPart(new BackupKey(Mine5.Name, BackupPart.Manifest, Stranger), 1, Mine5.Name.Time)] };
        var view = View(both, Mine3);
        Assert.Equal("manifests of two owners", both.MissingPart);
        Assert.Same(Mine3, Latest(view));
        Assert.Equal([Mine3], view.ForRotation());
    }

    [Fact]
    public void Where_nothing_suits_it_is_said_what_else_there_is()
    {
        Assert.Empty(View().Elsewhere);
        Assert.Equal("there are 1 that say no owner: --from unowned", View(Nobodys7).Elsewhere);
        Assert.Equal("there are some of prod.data.redis, and 1 that say no owner: --from takes a name, or unowned", View(Nobodys7, Strange6).Elsewhere);
    }

    private static OwnedBackups View(params StoredBackup[] backups) => OwnedBackups.Of(backups, Me, from: null);

    private static OwnedBackups View(string from, params StoredBackup[] backups) => OwnedBackups.Of(backups, Me, from);

    private static StoredBackup? Latest(OwnedBackups view) =>
        view.Preference.Select(list => list.FirstOrDefault(backup => backup.IsComplete)).FirstOrDefault(backup => backup is not null);
}
