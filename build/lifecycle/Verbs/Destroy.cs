using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Verbs;

/// <summary>Removes Redis and its data, once somebody has said so in words and a backup is whole.</summary>
/// <param name="confirmation">What somebody has typed to confirm.</param>
/// <param name="keepVolume">Leave the data where it is.</param>
/// <param name="requireDrill">Demand that a drill has restored the newest backup.</param>
/// <param name="made">The place of the archive that the backup before this has made: that very one is demanded. Null: the newest.</param>
public sealed class Destroy(string? confirmation, bool keepVolume, bool requireDrill, string? made = null) : IVerb
{
    /// <summary>What has to be typed, letter by letter.</summary>
    public const string Confirmation = "DESTROY";

    public string Name => nameof(Destroy);

    /// <exception cref="LifecycleException">Nobody has confirmed.</exception>
    public static void RequireConfirmation(string? confirmation, bool dryRun)
    {
        if (!dryRun && confirmation != Confirmation)
        {
            throw new LifecycleException(
                confirmation is null ? "Destroy removes Redis and its data, and nobody has confirmed that" : $"Destroy removes Redis and its data, and '{confirmation}' does not confirm that",
                $"Add --confirm-destroy {Confirmation}, or rehearse it with --dry-run");
        }
    }

    public async Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        RequireConfirmation(confirmation, run.Settings.DryRun);
        var (environment, held) = await run.LockAsync(cancellationToken);
        if (!keepVolume && await environment.FindPresenceAsync(cancellationToken) != Presence.Nothing)
        {
            await RequireProofAsync(run, environment, cancellationToken);
        }

        await held.RequireHeldAsync(cancellationToken);
        return await environment.DestroyAsync(run.Reporter, keepVolume, run.Settings.DryRun, cancellationToken);
    }

    // A rule of the environment: where it may be lost, it goes, and that is said. A rehearsal leaves out what the Backup before
    // the real one would make.
    private async Task RequireProofAsync(Run run, IEnvironment environment, CancellationToken cancellationToken)
    {
        if (!run.Settings.BackupAndRestore)
        {
            run.Reporter.Warn($"The data goes with it: backups are {Words.SwitchedOff}.");
            return;
        }

        if (run.FindStore() is not { } store)
        {
            MadeBackup.RequireStore(made, "Nothing is destroyed");
            if (!run.Settings.DestroyWithoutBucket)
            {
                throw new LifecycleException("Nothing is destroyed: no bucket is named, so there is no backup of what would be lost", "Give --backup-bucket, or give up the data in words: --redis-backup-restore false");
            }

            run.Reporter.Warn($"The data goes with it: {Words.NoBucket}, and environment {run.Settings.Environment} may be destroyed without (--destroy-without-bucket).");
            return;
        }

        if (store.IsOnThisMachine && !run.Settings.IsEmbedded && run.Settings.EndsWithItsJob)
        {
            throw new LifecycleException($"Nothing is destroyed: the backups are in {store.Location}, on a machine of CI that goes with its job", "Name a bucket with --backup-bucket");
        }

        if (run.Settings.DryRun && made is null)
        {
            return;
        }

        await RecentBackup.RequireAsync(store, await environment.IdentifyAsync(cancellationToken), made, requireDrill, run.Clock.GetUtcNow(), cancellationToken);
    }
}
