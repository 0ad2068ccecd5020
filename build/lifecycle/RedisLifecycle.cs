using Lifecycle.Cluster;
using Lifecycle.Operations;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle;

/// <summary>The verbs of a Redis' life. Each says where it works, does its work, and comes down to one verdict.</summary>
public sealed class RedisLifecycle(Settings settings, IReporter reporter, string toolVersion)
{
    private readonly VerbRun _run = new(settings, reporter);

    public async Task<Verdict> RenderAsync(CancellationToken cancellationToken)
    {
        if (settings.IsEmbedded)
        {
            return _run.Conclude(Verdict.Skipped("Render", "an embedded Redis has no manifests to render; it gets the StatefulSet's arguments"));
        }

        var options = EnvironmentFactory.Cluster(settings);
        var manifests = await Kustomization.RenderAsync(options.ManifestsDirectory, options.OutputDirectory, options.Namespace, cancellationToken);
        return _run.Conclude(Verdict.Run("Render", $"{manifests.Count} objects for namespace {options.Namespace} in {options.OutputDirectory}"));
    }

    public Task<Verdict> DeployAsync(CancellationToken cancellationToken) =>
        _run.LockedAsync("Deploy", (environment, _) => environment.DeployAsync(reporter, settings.DryRun, cancellationToken), cancellationToken);

    public Task<Verdict> VerifyAsync(CancellationToken cancellationToken) =>
        _run.RunAsync(environment => new VerifyOperation(environment, reporter).RunAsync(cancellationToken), cancellationToken);

    /// <param name="enabled">False where somebody has switched backups off in words.</param>
    /// <param name="asked">Somebody has asked for a backup. Else it comes before a Destroy, which may have been cut short and have left nothing to back up.</param>
    /// <param name="cancellationToken">Gives up; what was stored so far is removed.</param>
    public Task<Verdict> BackUpAsync(bool enabled, bool asked, CancellationToken cancellationToken)
    {
        const string name = BackupOperation.Name;
        return _run.WithStoreAsync(name, enabled, store => _run.LockedAsync(
            "Backup",
            store,
            async (environment, held, reached) =>
            {
                if (!asked && await environment.FindPresenceAsync(cancellationToken) is not Presence.Redis and var presence)
                {
                    return Verdict.Skipped(name, presence == Presence.Nothing ? "there is no Redis, and no volume of one" : "there is a volume but no Redis on it. Deploy brings it back");
                }

                await reached;
                await environment.EnsureRedisAsync(reporter, cancellationToken);
                return settings.DryRun
                    ? Verdict.Skipped(name, $"dry run: {environment.Redis.Name} would be backed up to {store.Location}")
                    : await new BackupOperation(environment.Redis, store, held, reporter, toolVersion).RunAsync(cancellationToken);
            },
            cancellationToken));
    }

    public Task<Verdict> RotateAsync(int keep, bool enabled, CancellationToken cancellationToken)
    {
        var retention = new Retention(keep);
        return _run.WithStoreAsync("Rotate", enabled, store => _run.LockedAsync(
            "Rotate",
            (_, held) => new RotateOperation(store, held, reporter).RunAsync(retention, settings.DryRun, cancellationToken),
            cancellationToken));
    }

    public Task<Verdict> RestoreAsync(RestoreRequest request, bool enabled, CancellationToken cancellationToken) =>
        _run.WithStoreAsync(RestoreOperation.Name, enabled, request, store => _run.LockedAsync(
            "Restore",
            request.Archive is null ? store : null,
            async (environment, held) => await new RestoreSelection(store, reporter).FindAsync(request, cancellationToken) is { } source
                ? await new RestoreOperation(environment.Redis, held, reporter).RunAsync(source, settings.Force, settings.DryRun, cancellationToken)
                : Verdict.Skipped(RestoreOperation.Name, NoneComplete(store, request)),
            cancellationToken));

    /// <exception cref="LifecycleException">The backup does not restore.</exception>
    public Task<Verdict> DrillAsync(RestoreRequest request, CancellationToken cancellationToken) => _run.WithStoreAsync(DrillOperation.Name, enabled: true, request, store => _run.LockedAsync(
        DrillOperation.Name,
        request.Archive is null ? store : null,
        async (environment, held) =>
        {
            if (await new RestoreSelection(store, reporter).FindAsync(request, cancellationToken) is not { } source)
            {
                return Verdict.Skipped(DrillOperation.Name, NoneComplete(store, request));
            }

            if (settings.DryRun)
            {
                return Verdict.Skipped(DrillOperation.Name, $"dry run: {source.Location} would be restored into a throwaway Redis");
            }

            reporter.Info($"Restoring {source.Location} into a throwaway Redis; the real one is not touched");
            return await new DrillOperation(environment, held, reporter).ProveAsync(source, store, cancellationToken);
        },
        cancellationToken));

    /// <param name="most">How many of the newest to list.</param>
    /// <param name="json">For scripts, rather than for people.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Verdict> ListAsync(int most, bool json, CancellationToken cancellationToken) => _run.WithStoreAsync("Backups", enabled: true, async store =>
    {
        var (backups, total) = await new ListOperation(store).ListAsync(most, cancellationToken);
        if (json)
        {
            reporter.Data(ListOperation.Json(backups));
            return Verdict.Run("Backups", $"{backups.Count} of {total}");
        }

        foreach (var line in ListOperation.Table(backups, DateTimeOffset.UtcNow))
        {
            reporter.Info(line);
        }

        return _run.Conclude(Verdict.Run("Backups", $"{total} in {store.Location}{(backups.Count < total ? $", the newest {backups.Count} shown (--most shows more)" : "")}"));
    });

    /// <param name="confirmation">What somebody has typed to confirm.</param>
    /// <param name="keepVolume">Leave the data where it is.</param>
    /// <param name="enabled">False where somebody has switched backups off in words: then none is demanded.</param>
    /// <param name="requireDrill">Demand that a drill has restored the newest backup.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Verdict> DestroyAsync(string? confirmation, bool keepVolume, bool enabled, bool requireDrill, CancellationToken cancellationToken) => _run.LockedAsync(
        "Destroy",
        async (environment, held) =>
        {
            DestroyOperation.RequireConfirmation(confirmation, settings.DryRun);
            if (enabled && !keepVolume && !settings.DryRun)
            {
                var store = RecentBackup.RequireStore(StoreFactory.TryOpen(settings, new RestoreRequest(), reporter));
                if (await environment.FindPresenceAsync(cancellationToken) != Presence.Nothing)
                {
                    await RecentBackup.RequireAsync(store, requireDrill, DateTimeOffset.UtcNow, cancellationToken);
                }
            }

            return await new DestroyOperation(environment, reporter).RunAsync(confirmation, keepVolume, settings.DryRun, held, cancellationToken);
        },
        cancellationToken);

    private static string NoneComplete(IBackupStore store, RestoreRequest request) =>
        $"there is no complete backup in {store.Location}{(request.At is { } time ? $" from {BackupName.At(time)} or earlier" : "")}";
}
