using Lifecycle.Failures;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>The backup that a run before this one has made, and whose place that run has told. No other one will do.</summary>
internal static class MadeBackup
{
    /// <exception cref="LifecycleException">It was made, and there is no store to look for it.</exception>
    public static void RequireStore(string? archive, string otherwise)
    {
        if (archive is not null)
        {
            throw new LifecycleException($"{otherwise}: {archive} was made before, and {Words.NoBucket} now", Words.NameBucket);
        }
    }

    /// <param name="candidates">Those that may be meant.</param>
    /// <param name="store">Where they are.</param>
    /// <param name="archive">The place of its archive, as Backup tells it.</param>
    /// <param name="otherwise">What does not happen without it: "Nothing is destroyed".</param>
    /// <exception cref="NotFoundException">It is not among them.</exception>
    /// <exception cref="LifecycleException">It is not complete any more.</exception>
    public static StoredBackup Require(IEnumerable<StoredBackup> candidates, IBackupStore store, string archive, string otherwise)
    {
        var made = candidates.FirstOrDefault(backup => store.Locate(backup.Name.Archive) == archive)
            ?? throw new NotFoundException($"{otherwise}: the backup that was made before, {archive}, is not among those in {store.Location}", "Look whether somebody has removed it, and back up again");
        return made.MissingPart is { } missing
            ? throw new LifecycleException($"{otherwise}: the backup that was made before, {archive}, has {missing}", "Look what has happened to it, and back up again")
            : made;
    }
}
