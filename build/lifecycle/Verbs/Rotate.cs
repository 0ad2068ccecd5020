using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>Removes what the retention does not keep, and what unfinished uploads have left behind.</summary>
/// <param name="keep">How many complete backups stay.</param>
/// <param name="asked">Somebody has asked for it. Else it comes before a Destroy.</param>
/// <param name="from">Whose backups, where not those of the Redis that is worked on.</param>
/// <param name="keepLog">Every moment of so long a time stays restorable, as far as it is; null: what the backups that stay need.</param>
/// <param name="made">The place of the archive that the backup before this has made: it must be there, and stays.</param>
public sealed class Rotate(int keep, bool asked, string? from, TimeSpan? keepLog = null, string? made = null) : IVerb
{
    public string Name => nameof(Rotate);

    /// <exception cref="LifecycleException">Something that was to be removed is still there, or nothing may be.</exception>
    public async Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var retention = new Retention(keep);
        if (!run.Settings.BackupAndRestore)
        {
            return Verdict.Skipped(Name, Words.SwitchedOff);
        }

        if (run.FindStore() is not { } store)
        {
            MadeBackup.RequireStore(made, "Nothing is removed");
            return run.SkipOrFail(!asked, Words.NoBucket, Words.NameBucket);
        }

        var (environment, held) = await run.LockAsync(cancellationToken);
        return await RotateAsync(store, held, await environment.IdentifyAsync(cancellationToken), retention, run.Settings.DryRun, run.Reporter, cancellationToken);
    }

    internal async Task<Verdict> RotateAsync(IBackupStore store, IOperationLock operationLock, Owner owner, Retention retention, bool dryRun, IReporter reporter, CancellationToken cancellationToken)
    {
        var catalog = new Catalog(store);
        var all = await catalog.ListAsync(cancellationToken);
        var owned = OwnedBackups.Of(all, owner, from);
        foreach (var remark in owned.Warnings.Concat(owned.RotationNotes))
        {
            reporter.Warn(remark);
        }

        var backups = owned.ForRotation();
        var now = TimeProvider.System.GetUtcNow();
        var logs = await LogRetention.ReadAsync(store, all, backups, cancellationToken);
        // A log may hang on checkpoints that are far older than the backups which stay.
        var drilled = await ReadDrillsAsync(catalog, backups, keepLog is null ? retention.Keep : int.MaxValue, cancellationToken);
        HashSet<BackupName> needed = [.. logs.Needed(keepLog, now, drilled.Failed)];
        if (made is not null)
        {
            _ = needed.Add(MadeBackup.Require(backups, store, made, "Nothing is removed").Name);
        }

        var plan = retention.Plan(backups, drilled, now, needed);
        var segments = logs.Dispensable(plan);
        var abandoned = owned.UnknownAreMine ? await store.FindAbandonedAsync(Retention.IncompleteLifetime, cancellationToken) : [];
        Show(plan, segments.Count, abandoned, reporter);
        if (dryRun)
        {
            return Verdict.Skipped(Name, $"dry run: {Describe(plan)} in {store.Location}");
        }

        await operationLock.RequireHeldAsync(cancellationToken);
        await Leftovers.ClearAsync(store, operationLock, reporter, cancellationToken);

        // A backup that is to go goes last: it is by this that a run which was cut short is taken up again.
        await RemoveAsync(store, [.. segments.Select(segment => segment.ToString())], reporter, cancellationToken);
        // And of it the manifest: it says whose the rest is.
        var parts = plan.Remove.SelectMany(backup => backup.Parts).ToLookup(part => part.Key.Part == BackupPart.Manifest, part => part.Key.ToString());
        await RemoveAsync(store, [.. parts[false]], reporter, cancellationToken);
        await RemoveAsync(store, [.. parts[true]], reporter, cancellationToken);
        await store.RemoveAbandonedAsync(abandoned, cancellationToken);
        return Verdict.Run(Name, $"{Describe(plan)} in {store.Location}");
    }

    private static async Task<DrilledBackups> ReadDrillsAsync(Catalog catalog, IReadOnlyList<StoredBackup> backups, int wanted, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.ReadDrillsAsync(backups, wanted, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new LifecycleException($"Nothing is removed, for it is not known which backup restores: {exception.Message}", "Drill that backup again (Drill --at), which replaces the record", exception);
        }
    }

    private static void Show(RetentionPlan plan, int segments, IReadOnlyList<string> abandoned, IReporter reporter)
    {
        foreach (var backup in plan.Keep)
        {
            reporter.Info($"  keep    {backup.Name}  {(backup.IsComplete ? "complete" : $"incomplete ({backup.MissingPart}), less than a day old: not counted")}");
        }

        foreach (var backup in plan.Remove)
        {
            reporter.Info($"  remove  {backup.Name}  {(backup.IsComplete ? "complete" : $"incomplete ({backup.MissingPart})")}");
        }

        if (segments > 0)
        {
            reporter.Info($"  remove  {segments} segments of logs that no backup which stays needs");
        }

        foreach (var upload in abandoned)
        {
            reporter.Info($"  remove  {upload}  unfinished upload, more than a day old");
        }
    }

    private static async Task RemoveAsync(IBackupStore store, IReadOnlyCollection<string> keys, IReporter reporter, CancellationToken cancellationToken)
    {
        var failures = await store.DeleteAsync(keys, cancellationToken);
        foreach (var (key, reason) in failures)
        {
            reporter.Warn($"{store.Locate(key)} is still there: {reason}");
        }

        if (failures.Count > 0)
        {
            throw new LifecycleException($"{failures.Count} objects that were to be removed are still in {store.Location}", "See the warnings above, then run Rotate again");
        }
    }

    private static string Describe(RetentionPlan plan) =>
        $"keep {Human.Count(plan.Keep.Count(backup => backup.IsComplete), "complete backup")}, remove {plan.Remove.Count}";
}
