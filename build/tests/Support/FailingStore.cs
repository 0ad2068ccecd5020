using Lifecycle.Stores;

namespace Lifecycle.Tests.Support;

/// <summary>A real folder in which one kind of file can neither be made, for want of room, nor be removed.</summary>
internal sealed class FailingStore(IBackupStore store, string failAt) : IBackupStore
{
    public string Location => store.Location;

    public bool IsOnThisMachine => store.IsOnThisMachine;

    public string Locate(string key) => store.Locate(key);

    public Task ReachAsync(CancellationToken cancellationToken) => store.ReachAsync(cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(string beginning, string? after, CancellationToken cancellationToken) => store.ListAsync(beginning, after, cancellationToken);

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken) => store.OpenReadAsync(key, cancellationToken);

    public Task<IUpload> CreateAsync(string key, long? most, CancellationToken cancellationToken) =>
        key.EndsWith(failAt, StringComparison.Ordinal) ? throw new IOException("No space left on device") : store.CreateAsync(key, most, cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var refused = keys.Where(key => key.EndsWith(failAt, StringComparison.Ordinal)).ToDictionary(key => key, _ => "Operation not permitted");
        var failures = await store.DeleteAsync([.. keys.Except(refused.Keys)], cancellationToken);
        return failures.Concat(refused).ToDictionary();
    }

    public Task<bool> AbandonAsync(string key, CancellationToken cancellationToken) => store.AbandonAsync(key, cancellationToken);

    public Task<IReadOnlyList<string>> FindAbandonedAsync(TimeSpan age, CancellationToken cancellationToken) => store.FindAbandonedAsync(age, cancellationToken);

    public Task RemoveAbandonedAsync(IReadOnlyCollection<string> uploads, CancellationToken cancellationToken) => store.RemoveAbandonedAsync(uploads, cancellationToken);

    public void Dispose() => store.Dispose();
}
