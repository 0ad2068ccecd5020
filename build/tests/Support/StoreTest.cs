using Lifecycle.Stores;

namespace Lifecycle.Tests.Support;

/// <summary>Each test with a folder as its store, which goes with it.</summary>
public abstract class StoreTest : IAsyncDisposable
{
    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("redis-lifecycle-test-");

    private protected FolderStore Store => field ??= new FolderStore(Folder.FullName);

    public ValueTask DisposeAsync()
    {
        Store.Dispose();
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
