using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Reporting;

namespace Lifecycle.Verbs;

/// <summary>
/// Follows Redis' append-only file into the store until it is told to end: what a restore needs to bring back any moment, or
/// the one before a command. Sets nothing, forks nothing, and holds writes back only for a checkpoint, as a Backup does.
/// </summary>
/// <param name="pace">How often.</param>
/// <param name="toolVersion">Noted in the checkpoints' manifests.</param>
public sealed class Archive(LogPace pace, string toolVersion) : IVerb
{
    // What a timer can wait for at most (2^32 - 2 ms).
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    // To store what was read, once it was told to end.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    public string Name => nameof(Archive);

    /// <exception cref="LifecycleException">It cannot follow: no append-only file, a store that refuses, or another archiver.</exception>
    public async Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!run.Settings.BackupAndRestore)
        {
            return Verdict.Skipped(Name, Words.SwitchedOff);
        }

        if (pace.For > Longest)
        {
            throw new MistakeException($"Archive does not end by itself after more than {Longest.TotalDays:0} days", "Leave out --for, and end it with Ctrl-C or SIGTERM");
        }

        if (run.FindStore() is not { } store)
        {
            return run.SkipOrFail(mayBeSkipped: false, Words.NoBucket, Words.NameBucket);
        }

        var environment = await run.OpenEnvironmentAsync(cancellationToken);
        await store.ReachAsync(cancellationToken);
        if (run.Settings.DryRun)
        {
            return Verdict.Skipped(Name, $"dry run: the log of {environment.Redis.Name} would be followed into {store.Location}");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var atOnce = new CancellationTokenSource();
        await using var ending = stop.Token.Register(() => atOnce.CancelAfter(Grace));
        if (pace.For is { } span)
        {
            stop.CancelAfter(span);
        }

        using var progress = new LogProgress(run.Reporter, run.Clock);
        try
        {
            await new Archiver(environment, store, pace, toolVersion, progress, run.Reporter, run.Clock).RunAsync(stop.Token, atOnce.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && progress.Segments > 0)
        {
            throw new LifecycleException($"Not all that Redis has written is stored: Archive was told to end amid that, and waits {Human.Duration(Grace)} at most", "Run Archive again: it goes on where this one ended");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LifecycleException($"Nothing was archived within {Human.Duration(pace.For ?? Grace)}", "Give --for longer; the first checkpoint takes as long as a Backup");
        }

        return Verdict.Run(
            Name,
            progress.Position is { } position ? $"{Human.Bytes(progress.Bytes)} up to {position}, restorable until {Timeline.Moment(progress.Time!.Value)}" : "nothing was written meanwhile",
            new Fact("Store", store.Location),
            new Fact("Segments", $"{progress.Segments} ({Human.Bytes(progress.Packed)} stored)"));
    }
}
