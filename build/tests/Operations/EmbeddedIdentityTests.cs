using Lifecycle.Embedded;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

public sealed class EmbeddedIdentityTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");
    private readonly EmbeddedFolders _folders;

    public EmbeddedIdentityTests()
    {
        _folders = new EmbeddedFolders(_root.FullName);
        _folders.Create();
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Data_keeps_its_id_and_what_comes_in_its_place_gets_another()
    {
        Assert.Null((await FindAsync()).Id);
        await AddDataAsync();
        var first = await FindAsync();
        Assert.Matches("^embedded\\.[a-z0-9-]+$", first.Name);
        Assert.Matches("^[0-9a-f]{8}$", first.Id);
        Assert.Equal(first, await FindAsync());

        _folders.RemoveData();
        _folders.Create();
        await AddDataAsync();
        Assert.NotEqual(first.Id, (await FindAsync()).Id);
    }

    [Fact]
    public async Task Data_that_was_removed_by_hand_takes_its_id_along()
    {
        await AddDataAsync();
        var first = await FindAsync();
        Directory.Delete(_folders.Data, recursive: true);
        Assert.Null((await FindAsync()).Id);
        _folders.Create();
        await AddDataAsync();
        Assert.NotEqual(first.Id, (await FindAsync()).Id);
    }

    [Fact]
    public async Task Data_whose_removal_was_cut_short_takes_its_id_along()
    {
        await AddDataAsync();
        var first = await FindAsync();
        Directory.Move(_folders.Data, Path.Combine(_root.FullName, "data-destroyed"));

        _folders.Sweep();
        _folders.Create();
        await AddDataAsync();

        Assert.NotEqual(first.Id, (await FindAsync()).Id);
    }

    [Theory]
    [InlineData("Build-Server.example", "build-server-example")]
    [InlineData("-_-", "machine")]
    public void A_machine_is_named_as_keys_allow(string machine, string name) => Assert.Equal(name, EmbeddedIdentity.Sanitise(machine));

    private Task<Lifecycle.Stores.Owner> FindAsync() => EmbeddedIdentity.FindAsync(_folders, RedisInstance.Cancel);

    private Task AddDataAsync() => File.WriteAllTextAsync(Path.Combine(_folders.Data, "dump.rdb"), "", RedisInstance.Cancel);
}
