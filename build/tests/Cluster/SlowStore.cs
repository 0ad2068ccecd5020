using Lifecycle.Stores;

namespace Lifecycle.Tests.Cluster;

/// <summary>A real store behind a slow line.</summary>
internal sealed class SlowStore(IBackupStore store, long bytesPerSecond) : IBackupStore
{
    public string Location => store.Location;

    public bool IsOnThisMachine => store.IsOnThisMachine;

    public string Locate(string key) => store.Locate(key);

    public Task ReachAsync(CancellationToken cancellationToken) => store.ReachAsync(cancellationToken);

    public IAsyncEnumerable<StoredObject> ListAsync(string beginning, string? after, CancellationToken cancellationToken) => store.ListAsync(beginning, after, cancellationToken);

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken) => store.OpenReadAsync(key, cancellationToken);

    public async Task<IUpload> CreateAsync(string key, long? most, CancellationToken cancellationToken) => new SlowUpload(await store.CreateAsync(key, most, cancellationToken), bytesPerSecond);

    public Task<IReadOnlyDictionary<string, string>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => store.DeleteAsync(keys, cancellationToken);

    public Task<bool> AbandonAsync(string key, CancellationToken cancellationToken) => store.AbandonAsync(key, cancellationToken);

    public Task<IReadOnlyList<string>> FindAbandonedAsync(TimeSpan age, CancellationToken cancellationToken) => store.FindAbandonedAsync(age, cancellationToken);

    public Task RemoveAbandonedAsync(IReadOnlyCollection<string> uploads, CancellationToken cancellationToken) => store.RemoveAbandonedAsync(uploads, cancellationToken);

    public void Dispose() => store.Dispose();

    private sealed class SlowUpload(IUpload upload, long bytesPerSecond) : IUpload
    {
        public Stream Content { get; } = new SlowStream(bytesPerSecond, upload.Content);

        public bool LeavesNothing => upload.LeavesNothing;

        public Task CompleteAsync(CancellationToken cancellationToken) => upload.CompleteAsync(cancellationToken);

        public ValueTask DisposeAsync() => upload.DisposeAsync();
    }
}
