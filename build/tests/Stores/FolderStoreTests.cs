using Lifecycle.Stores;

namespace Lifecycle.Tests.Stores;

public sealed class FolderStoreTests : StoreContract, IDisposable
{
    private const string Mark = ".partial-";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    [Fact]
    public void It_goes_with_this_machine()
    {
        using var store = Open();
        Assert.True(store.IsOnThisMachine);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_yet_is_empty()
    {
        using var store = new FolderStore(Path.Combine(_root.FullName, "not", "yet"));
        await store.ReachAsync(TestContext.Current.CancellationToken);
        Assert.False(await store.ListAsync("", TestContext.Current.CancellationToken).AnyAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_cannot_be_tidied_up_does_not_take_the_place_of_what_failed()
    {
        using var store = Open();
        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await using var upload = await store.CreateAsync("backup/archive.tgz", most: null, TestContext.Current.CancellationToken);
            Directory.Delete(Path.Combine(_root.FullName, "backup"), recursive: true);
            throw new InvalidDataException("the source is damaged");
        });
        Assert.Equal("the source is damaged", failure.Message);
    }

    public void Dispose() => _root.Delete(recursive: true);

    protected override IBackupStore Open() => new FolderStore(_root.FullName);

    protected override async Task LeaveUnfinishedAsync(string key)
    {
        var path = Path.Combine(_root.FullName, key + Mark + "0a1b2c3d");
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "x");
    }

    protected override Task<IReadOnlyList<string>> UnfinishedAsync() => Task.FromResult<IReadOnlyList<string>>(
        [.. _root.GetFiles($"*{Mark}*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_root.FullName, file.FullName).Split(Mark)[0])]);
}
