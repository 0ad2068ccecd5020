using Lifecycle.Archives;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Restoring;
using Lifecycle.Volume;

namespace Lifecycle.Verbs;

/// <summary>Whether an archive can be restored: that it is whole, fits on the volume, and is of a server that this one can follow.</summary>
internal static class ArchiveCheck
{
    private const string GiveRoom = "Give the volume room: remove what is not Redis' own on it, or enlarge it; nothing was touched";

    /// <summary>
    /// Reads the archive whole before anything is touched; where its manifest says all that a restore has to know beforehand,
    /// and Redis runs with the append-only file meanwhile, it is read once only, and checked while it is staged.
    /// </summary>
    public static async Task<CheckedBackup> RunAsync(RestoreSource source, Survey? survey, RestoreOptions options, IReporter reporter, CancellationToken cancellationToken)
    {
        try
        {
            using var progress = reporter.Begin($"Checking {source.Location}", totalBytes: null);
            var promised = survey is { Layout.AppendOnly: true } && !options.DryRun && options.Load != DataSetChoice.Dump ? source.Promised : null;
            var content = promised ?? await ReadAsync(source, survey, progress, cancellationToken);
            var log = source.Log is null ? [] : await source.Log.CheckAsync(progress, cancellationToken);
            var backup = new CheckedBackup(content, options.Load, log);
            var plan = backup.Plan(survey?.Layout.AppendOnly ?? true, source.Id);
            if (survey is not null)
            {
                RequireRoom(source, plan, survey);
                plan.RequireReadableBy(survey.Info);
            }

            return backup;
        }
        catch (InvalidDataException exception)
        {
            throw UnusableBackupException.Refused(source.Location, exception);
        }
    }

    private static async Task<ArchiveContent> ReadAsync(RestoreSource source, Survey? survey, IProgressLine progress, CancellationToken cancellationToken)
    {
        await using var archive = await source.OpenAsync(cancellationToken);
        await using var counting = new ProgressReader(archive, progress);
        try
        {
            var content = await ArchiveContent.ReadAsync(counting, survey?.FreeBytes ?? long.MaxValue, cancellationToken) with { Described = source.Manifest is not null };
            content.Require(source.Sha256, source.Manifest?.Files);
            return content;
        }
        catch (TooLargeException exception)
        {
            throw new LifecycleException($"{source.Location} is not restored: {exception.Message}", GiveRoom, exception);
        }
    }

    private static void RequireRoom(RestoreSource source, RestorePlan plan, Survey survey)
    {
        if (plan.Size + Scratch.ReservedBytes > survey.FreeBytes)
        {
            throw new LifecycleException($"{source.Location} unpacks to {Human.Bytes(plan.Size)}, and the volume has room for {Human.Bytes(survey.FreeBytes)}", GiveRoom);
        }
    }
}
