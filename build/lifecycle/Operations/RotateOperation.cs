using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Operations;

/// <summary>Removes what the retention does not keep, and what unfinished uploads have left behind.</summary>
public sealed class RotateOperation(IBackupStore store, IOperationLock operationLock, IReporter reporter)
{
    private const string Name = "Rotate";

    /// <exception cref="LifecycleException">Something that was to be removed is still there, or nothing may be.</exception>
    public async Task<Verdict> RunAsync(Retention retention, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(retention);
        var catalog = new Catalog(store);
        var backups = await catalog.ListAsync(cancellationToken);
        var plan = retention.Plan(backups, await FindProvenAsync(catalog, backups, cancellationToken), DateTimeOffset.UtcNow);
        var abandoned = await store.FindAbandonedAsync(Retention.IncompleteLifetime, cancellationToken);
        Show(plan, abandoned);
        if (dryRun)
        {
            return Verdict.Skipped(Name, $"dry run: {Describe(plan)} in {store.Location}");
        }

        await operationLock.RequireHeldAsync(cancellationToken);
        await Leftovers.ClearAsync(store, operationLock, reporter, cancellationToken);
        await RemoveAsync(plan, cancellationToken);
        await store.RemoveAbandonedAsync(abandoned, cancellationToken);
        return Verdict.Run(Name, $"{Describe(plan)} in {store.Location}");
    }

    private static async Task<BackupName?> FindProvenAsync(Catalog catalog, IReadOnlyList<StoredBackup> backups, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.FindProvenAsync(backups, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new LifecycleException($"Nothing is removed, for it is not known which backup restores: {exception.Message}", "Drill that backup again (Drill --at), which replaces the record", exception);
        }
    }

    private void Show(RetentionPlan plan, IReadOnlyList<string> abandoned)
    {
        foreach (var backup in plan.Keep)
        {
            reporter.Info($"  keep    {backup.Name}  {(backup.IsComplete ? "complete" : $"incomplete ({backup.MissingPart}), less than a day old: not counted")}");
        }

        foreach (var backup in plan.Remove)
        {
            reporter.Info($"  remove  {backup.Name}  {(backup.IsComplete ? "complete" : $"incomplete ({backup.MissingPart})")}");
        }

        foreach (var upload in abandoned)
        {
            reporter.Info($"  remove  {upload}  unfinished upload, more than a day old");
        }
    }

    private async Task RemoveAsync(RetentionPlan plan, CancellationToken cancellationToken)
    {
        var failures = await store.DeleteAsync([.. plan.Remove.SelectMany(backup => backup.Keys)], cancellationToken);
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
        $"keep {plan.Keep.Count(backup => backup.IsComplete)} complete backups, remove {plan.Remove.Count}";
}
