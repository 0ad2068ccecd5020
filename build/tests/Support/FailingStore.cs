using Lifecycle.Stores;

namespace Lifecycle.Tests.Support;

/// <summary>A real folder whose disk is full from one file on.</summary>
internal sealed class FailingStore(IBackupStore store, string failAt) : IBackupStore
{
    public string Location => store.Location;

    public bool IsOnThisMachine => store.IsOnThisMachine;

    public string Locate(string key) => store.Locate(key);

    public Task ReachAsync(CancellationToken cancellationToken) => store.ReachAsync(cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(string beginning, CancellationToken cancellationToken) => store.ListAsync(beginning, cancellationToken);

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken) => store.OpenReadAsync(key, cancellationToken);

    public Task<IUpload> CreateAsync(string key, CancellationToken cancellationToken) =>
        key.EndsWith(failAt, StringComparison.Ordinal) ? throw new IOException("No space left on device") : store.CreateAsync(key, cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => store.DeleteAsync(keys, cancellationToken);

    public Task<bool> AbandonAsync(string key, CancellationToken cancellationToken) => store.AbandonAsync(key, cancellationToken);

    public Task<IReadOnlyList<string>> FindAbandonedAsync(TimeSpan age, CancellationToken cancellationToken) => store.FindAbandonedAsync(age, cancellationToken);

    public Task RemoveAbandonedAsync(IReadOnlyCollection<string> uploads, CancellationToken cancellationToken) => store.RemoveAbandonedAsync(uploads, cancellationToken);

    public void Dispose() => store.Dispose();
}
