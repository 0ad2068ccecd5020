using Lifecycle.Stores;

namespace Lifecycle.Tests.Stores;

public sealed class BackupKeyTests
{
    private const string Beginning = "20260207T114100Z/cloudradar-redis-data-20260207T114100Z";

    [Theory]
    [InlineData(".tgz", BackupPart.Archive, null)]
    [InlineData(".tgz.sha256", BackupPart.Checksum, null)]
    [InlineData(".drill.json", BackupPart.Drill, null)]
    [InlineData(".manifest.json", BackupPart.Manifest, null)]
    [InlineData(".manifest.dev.data.redis.1a2b3c4d.json", BackupPart.Manifest, "dev.data.redis.1a2b3c4d")]
    [InlineData(".manifest.dev.data.redis.none.json", BackupPart.Manifest, "dev.data.redis.none")]
    // A name may end in what looks like an id: the last part is the id.
    [InlineData(".manifest.dev.deadbeef.1a2b3c4d.json", BackupPart.Manifest, "dev.deadbeef.1a2b3c4d")]
    public void A_key_says_its_part_and_whose_it_is(string suffix, BackupPart part, string? owner)
    {
        var key = BackupKey.Recognise(Beginning + suffix);
        Assert.Equal(("20260207T114100Z", part, owner), (key?.Name.Timestamp, key?.Part, key?.Owner?.ToString()));
        Assert.Equal(Beginning + suffix, key?.ToString());
    }

    [Theory]
    [InlineData(".tar")]
    [InlineData(".manifest..json")]
    [InlineData(".manifest.dev.json")]
    [InlineData(".manifest.DEV.1a2b3c4d.json")]
    [InlineData(".manifest.dev.1a2b3c4.json")]
    [InlineData(".manifest.dev.1a2b3c4d.json\n")]
    [InlineData(".manifest.dev/x.1a2b3c4d.json")]
    public void Anything_else_is_not_ours(string suffix) => Assert.Null(BackupKey.Recognise(Beginning + suffix));

    [Theory]
    [InlineData("", "1a2b3c4d")]
    [InlineData("-dev", "1a2b3c4d")]
    [InlineData("dev", "1A2B3C4D")]
    [InlineData("dev/x", "1a2b3c4d")]
    [InlineData("dev", "")]
    public void An_owner_that_cannot_be_part_of_a_key_is_none(string name, string id) => Assert.Throws<FormatException>(() => new Owner(name, id));

    [Fact]
    public void The_longest_name_leaves_room_for_a_file_name()
    {
        var key = new BackupKey(BackupName.Parse("20260207T114100Z"), BackupPart.Manifest, new Owner(new string('a', 150), "1a2b3c4d")).ToString();
        Assert.InRange(Path.GetFileName(key).Length + ".partial-0a1b2c3d".Length, 0, 255);
        Assert.Throws<FormatException>(() => new Owner(new string('a', 151), "1a2b3c4d"));
    }
}
