namespace Lifecycle.Stores;

internal static class BackupStoreExtensions
{
    /// <summary>Every object whose key begins so.</summary>
    public static IAsyncEnumerable<StoredObject> ListAsync(this IBackupStore store, string beginning, CancellationToken cancellationToken) => store.ListAsync(beginning, after: null, cancellationToken);

    /// <summary>Stores a small object, whole.</summary>
    /// <exception cref="AlreadyStoredException">The key is taken.</exception>
    public static async Task PutAsync(this IBackupStore store, string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await using var upload = await store.CreateAsync(key, content.Length, cancellationToken);
        await upload.Content.WriteAsync(content, cancellationToken);
        await upload.CompleteAsync(cancellationToken);
    }
}
