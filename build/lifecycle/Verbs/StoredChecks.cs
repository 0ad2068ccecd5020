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
                : [Note(Words.NoBucket)];
        }
        catch (Exception exception) when (exception is LifecycleException or InvalidDataException)
        {
            return [Note($"not known: {exception.Problem()}")];
        }
    }

    private static async Task<IReadOnlyList<Check>> LookAsync(IBackupStore store, Owner owner, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var catalog = new Catalog(store);
        var backups = await catalog.ListAsync(cancellationToken);
        var complete = OwnedBackups.Of(backups, owner, from: null).Mine.Where(backup => backup.IsComplete).ToList();
        if (complete is not [var newest, ..])
        {
            return [Note($"none of {owner.Name} in {store.Location}; Backup makes one")];
        }

        var drilled = complete.FirstOrDefault(backup => backup.Has(BackupPart.Drill));
        var record = drilled is null ? null : await catalog.ReadDrillAsync(drilled, cancellationToken);
        return
        [
            new Check(Backup, true, $"{newest.Name}, {Human.Age(now - newest.Name.Time)} old, in {store.Location}"),
            await LookAtLogAsync(store, owner, now, backups, cancellationToken),
            record is null ? new Check(Drill, true, "none of these backups was drilled: run Drill")
                : new Check(Drill, record.Passed, $"{drilled!.Name}, {Human.Age(now - drilled.Name.Time)} old, {(record.Passed ? "restores" : $"does not restore: {record.Failure}")}, drilled {Human.Age(now - record.DrilledAt)} ago", "Take a new backup now, and Drill it"),
        ];
    }

    private static Check Note(string finding) => new(Backup, true, finding) { IsNote = true };

    private static async Task<Check> LookAtLogAsync(IBackupStore store, Owner owner, DateTimeOffset now, IReadOnlyList<StoredBackup> backups, CancellationToken cancellationToken)
    {
        var newest = await (await Timeline.ReadAsync(store, backups, owner.ToString(), cancellationToken)).ReadNewestAsync(cancellationToken);
        return new Check(Log, true, newest is null ? "none: between backups nothing can be restored; Archive follows" : newest.Describe(now));
    }
}
