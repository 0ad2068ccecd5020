namespace Lifecycle.Stores;

internal static class BackupStoreExtensions
{
    /// <summary>Stores a small object, whole.</summary>
    /// <exception cref="AlreadyStoredException">The key is taken.</exception>
    public static async Task PutAsync(this IBackupStore store, string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await using var upload = await store.CreateAsync(key, cancellationToken);
        await upload.Content.WriteAsync(content, cancellationToken);
        await upload.CompleteAsync(cancellationToken);
    }
}
