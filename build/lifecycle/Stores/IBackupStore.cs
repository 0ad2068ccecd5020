using Lifecycle.Failures;

namespace Lifecycle.Stores;

/// <summary>Something stored: its key, relative to the store's prefix.</summary>
public sealed record StoredObject(string Key, long Size, DateTimeOffset Modified);

/// <summary>A place for backups. Keys are relative paths with forward slashes.</summary>
public interface IBackupStore : IDisposable
{
    /// <summary>Where it is, as a user would type it: <c>s3://bucket/redis-backups</c>, a folder.</summary>
    string Location { get; }

    /// <summary>Whether what is stored goes with this machine, as with a runner that is thrown away after its job.</summary>
    bool IsOnThisMachine { get; }

    /// <summary>Where a key is, as a user would type it.</summary>
    string Locate(string key);

    /// <summary>Makes sure that it is there and can be listed.</summary>
    /// <exception cref="LifecycleException">It is not, or cannot.</exception>
    Task ReachAsync(CancellationToken cancellationToken);

    /// <summary>Every object whose key begins so.</summary>
    /// <param name="beginning">All of them, where it is empty.</param>
    /// <param name="after">Only those whose key comes after this one; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<StoredObject> ListAsync(string beginning, string? after, CancellationToken cancellationToken);

    /// <summary>A stream over one object, whole.</summary>
    /// <exception cref="NotFoundException">There is no such object.</exception>
    /// <exception cref="LifecycleException">It cannot be read.</exception>
    Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Begins a new object. It appears, whole, when its upload is completed; nothing is ever overwritten.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="most">How many bytes it has at most; null where nobody knows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AlreadyStoredException">The key is taken.</exception>
    Task<IUpload> CreateAsync(string key, long? most, CancellationToken cancellationToken);

    /// <summary>Deletes what is there of <paramref name="keys"/>.</summary>
    /// <returns>The keys that could not be deleted, with the reason.</returns>
    Task<IReadOnlyDictionary<string, string>> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Removes what unfinished uploads of this very key have left; what is stored stays.</summary>
    /// <returns>False where the store cannot tell what there is of such; it has said so.</returns>
    Task<bool> AbandonAsync(string key, CancellationToken cancellationToken);

    /// <summary>What unfinished uploads of ours older than <paramref name="age"/> have left behind; where the store cannot tell, it says so, and there are none.</summary>
    Task<IReadOnlyList<string>> FindAbandonedAsync(TimeSpan age, CancellationToken cancellationToken);

    Task RemoveAbandonedAsync(IReadOnlyCollection<string> uploads, CancellationToken cancellationToken);
}

/// <summary>An object on its way. Disposed before it is completed, it leaves nothing behind.</summary>
public interface IUpload : IAsyncDisposable
{
    Stream Content { get; }

    /// <summary>Once disposed: it is whole, or nothing is left of it. Where that cannot be said, <see cref="IBackupStore.AbandonAsync"/> sees to it.</summary>
    bool LeavesNothing { get; }

    /// <summary>Makes the object appear, whole.</summary>
    /// <exception cref="AlreadyStoredException">Somebody else has taken the key meanwhile.</exception>
    Task CompleteAsync(CancellationToken cancellationToken);
}

/// <summary>The key is taken: another backup has the same timestamp.</summary>
public sealed class AlreadyStoredException(string location) : ConflictException(
    $"{location} exists already and is never overwritten",
    "Somebody else has made a backup in the same second: run it again");
