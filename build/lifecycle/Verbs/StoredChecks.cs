using Lifecycle.Archives;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>What Verify says of the store. That there is none, or that it cannot be reached, is told and no fault of Redis.</summary>
internal static class StoredChecks
{
    private const string Backup = "Last backup";
    private const string Drill = "Last drill";
    private const string Log = "Log";

    public static async Task<IReadOnlyList<Check>> RunAsync(Run run, IEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            return run.FindStore() is { } store
                ? await LookAsync(store, await environment.IdentifyAsync(cancellationToken), run.Clock.GetUtcNow(), cancellationToken)
                : [Note(Backup, Words.NoBucket)];
        }
        catch (Exception exception) when (exception is LifecycleException or InvalidDataException)
        {
            return [Note(Backup, NotKnown(exception))];
        }
    }

    private static async Task<IReadOnlyList<Check>> LookAsync(IBackupStore store, Owner owner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var catalog = new Catalog(store);
        var backups = await catalog.ListAsync(cancellationToken);
        var complete = OwnedBackups.Of(backups, owner, from: null).Mine.Where(backup => backup.IsComplete).ToList();
        if (complete is not [var newest, ..])
        {
            return [Note(Backup, $"none of {owner.Name} in {store.Location}; Backup makes one")];
        }

        return
        [
            new Check(Backup, true, $"{newest.Name}, {Human.Age(now - newest.Name.Time)} old, in {store.Location}"),
            await OrNotKnownAsync(Log, LookAtLogAsync(store, owner, now, backups, cancellationToken)),
            await OrNotKnownAsync(Drill, LookAtDrillAsync(catalog, complete, now, cancellationToken)),
        ];
    }

    private static async Task<Check> LookAtLogAsync(IBackupStore store, Owner owner, DateTimeOffset now, IReadOnlyList<StoredBackup> backups, CancellationToken cancellationToken)
    {
        var newest = await (await Timeline.ReadAsync(store, backups, owner.ToString(), cancellationToken)).ReadNewestAsync(cancellationToken);
        return new Check(Log, true, newest is null ? "none: between backups nothing can be restored; Archive follows" : newest.Describe(now));
    }

    private static async Task<Check> LookAtDrillAsync(Catalog catalog, IEnumerable<StoredBackup> complete, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (complete.FirstOrDefault(backup => backup.Has(BackupPart.Drill)) is not { } drilled || await catalog.ReadDrillAsync(drilled, cancellationToken) is not { } record)
        {
            return new Check(Drill, true, "none of these backups was drilled: run Drill");
        }

        var result = record.Passed ? "restores" : $"does not restore: {record.Failure}";
        return new Check(Drill, record.Passed, $"{drilled.Name}, {Human.Age(now - drilled.Name.Time)} old, {result}, drilled {Human.Age(now - record.DrilledAt)} ago", "Take a new backup now, and Drill it");
    }

    /// <summary>What cannot be read says nothing of the rest.</summary>
    private static async Task<Check> OrNotKnownAsync(string name, Task<Check> look)
    {
        try
        {
            return await look;
        }
        catch (Exception exception) when (exception is LifecycleException or InvalidDataException)
        {
            return Note(name, NotKnown(exception));
        }
    }

    private static string NotKnown(Exception exception) => $"not known: {exception.Problem()}";

    private static Check Note(string name, string finding) => new(name, true, finding) { IsNote = true };
}
