using Lifecycle.Archives;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Volume;

namespace Lifecycle.Restoring;

/// <summary>
/// Exchanges the data of a Redis for staged files and back. Redis loads what its append-only manifest lists, and a rename
/// exchanges that manifest in one step: at every moment the volume holds either the whole previous or the whole restored
/// data, and until it is finished it holds both. Each step puts the journal on disk before it does anything else. It outlives
/// Redis' restart: after it, what is said goes to the new one.
/// </summary>
internal sealed class Exchange(IRedisHost host, VolumeAgent volume, RestoreJournal journal) : IAsyncDisposable
{
    private const int Attempts = 10;

    private VolumeAgent _volume = volume;
    private Finishing? _finishing;

    public RestoreJournal Journal { get; private set; } = journal;

    /// <summary>Writes an archive's files beside Redis' own.</summary>
    /// <returns>What the archive was found to hold.</returns>
    /// <exception cref="ShellException">They did not arrive whole.</exception>
    /// <exception cref="InvalidDataException">The archive is not the one that was checked, or promised.</exception>
    public Task<ArchiveContent> StageAsync(Stream archive, ArchiveContent content, RestorePlan plan, IReporter reporter, CancellationToken cancellationToken) =>
        ArchiveTransfer.RunAsync(_volume, Enter(RestorePhase.Staging), archive, content, plan, reporter, cancellationToken);

    /// <summary>Makes the staged files the ones that Redis loads next, and tells a running Redis to end.</summary>
    /// <param name="plan">The staged files.</param>
    /// <param name="seen">As it was last seen.</param>
    /// <param name="online">Redis runs.</param>
    /// <param name="onlyIfFresh">Writes are held back, and nothing is done if Redis has got keys meanwhile.</param>
    /// <param name="cancellationToken">Gives up before the switch; it is not interrupted.</param>
    /// <returns>False where Redis has got keys meanwhile.</returns>
    public async Task<bool> SwitchAsync(RestorePlan plan, Survey seen, bool online, bool onlyIfFresh, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = seen.InForce?.LastSequence ?? RestorePlan.UnknownSequence();
            Journal = Journal with { FirstSequence = RestorePlan.FirstSequenceAfter(last), PreviousRunId = online ? seen.Info.RunId : "" };
            var next = plan.ManifestAfter(last).ToString().TrimEnd('\n');
            var step = await TakenStep.TakeAsync(_volume, volume => volume.SwitchAsync(Enter(RestorePhase.Switching), seen.Manifest, next, Journal.PreviousRunId, onlyIfFresh), ends: online ? Journal.PreviousRunId : null);
            await step.RequireBegunAsync(_volume, Journal, cancellationToken);
            switch ((AgentStatus)step.Exit.Status)
            {
                case AgentStatus.Done:
                    return true;
                case AgentStatus.Unfresh:
                    return false;
                case AgentStatus.Changed when _volume.IsChanged(step.Exit):
                    seen = await _volume.SurveyAsync(cancellationToken);
                    continue;
                default:
                    throw _volume.Explain(step.Exit);
            }
        }

        throw new LifecycleException("Redis rewrote its append-only file during every attempt to exchange it", "Run the restore again");
    }

    /// <summary>The Redis that follows the one that was told to end, once it has loaded; writes are held back.</summary>
    public async Task<Survey> AwaitRedisAsync(Task<RedisConnection> starting, TimeSpan limit, IReporter reporter, CancellationToken cancellationToken)
    {
        var redis = await starting;
        await DisposeAsync();
        (_volume, _finishing) = (redis.Volume, redis.Finishing);
        if (redis.Survey.Info.Loading)
        {
            // However long that takes: the command that waits has its limit.
            await DisposeAsync();
        }

        return Heard(await Readiness.AwaitAsync(host, redis.Survey, _volume, limit, reporter, cancellationToken));
    }

    /// <summary>Makes the previous files the ones that Redis loads next.</summary>
    /// <param name="runId">The run of Redis that serves now: a later recovery can tell from it whether that was ended.</param>
    /// <param name="endRedis">Tell Redis to end; it serves the restored files.</param>
    /// <param name="cancellationToken">Gives up before the step; it is not interrupted.</param>
    /// <returns>False where another run serves by now, or Redis is about to write its manifest: look again.</returns>
    public async Task<bool> SwitchBackAsync(string runId, bool endRedis, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Journal = Journal with { PreviousRunId = runId, EndsRun = endRedis };
        var (exit, _) = await TakenStep.TakeAsync(_volume, volume => volume.BackAsync(Enter(RestorePhase.RollingBack), runId, endRedis), ends: endRedis ? runId : null);
        return exit.Succeeded || (exit.Status == (int)AgentStatus.Changed ? false : throw _volume.Explain(exit));
    }

    /// <summary>As it is now, with writes as they are.</summary>
    public async Task<Survey> LookAsync(CancellationToken cancellationToken) => Heard(await _volume.SurveyAsync(cancellationToken));

    /// <exception cref="LifecycleException">It refuses to be ended.</exception>
    public async Task EndRedisAsync(string runId)
    {
        var (exit, _) = await TakenStep.TakeAsync(_volume, volume => volume.EndRedisAsync(), ends: runId);
        if (exit.Status == (int)AgentStatus.Refused)
        {
            throw _volume.Explain(exit);
        }
    }

    /// <summary>A Redis that was without data has got some: that is kept like any other.</summary>
    public void NoteData() => Journal = Journal with { WasFresh = false };

    /// <summary>Notes that both are kept until somebody says which.</summary>
    public async Task KeepBothAsync(CancellationToken cancellationToken)
    {
        if (await _volume.NoteAsync(Enter(RestorePhase.Unconfirmed)) is { Succeeded: false } exit)
        {
            throw _volume.Explain(exit);
        }

        await _volume.ResumeWritesAsync(cancellationToken);
    }

    /// <summary>Drops the previous data and lets writes through. To be called when the restored data serves, and again if that was cut short.</summary>
    public async Task FinishAsync(IReporter reporter, CancellationToken cancellationToken)
    {
        var journal = Enter(RestorePhase.Done);
        var left = _finishing is null ? null : await _finishing.TryFinishAsync(journal, cancellationToken);
        Warn(left ?? await _volume.FinishAsync(journal, cancellationToken), "previous", reporter);
    }

    /// <summary>Drops the staged files. To be called when the previous data serves, or was never switched away; it looks itself.</summary>
    /// <exception cref="LifecycleException">The restored data is what Redis loads next.</exception>
    public async Task DiscardAsync(IReporter reporter, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var seen = await LookAsync(cancellationToken);
            RequireSameMode(seen);
            if (Journal.IsRestoredInForce(seen) is not false)
            {
                throw StillInForce(seen);
            }

            if (await _volume.TryDiscardAsync(Journal, seen, cancellationToken) is { } left)
            {
                Warn(left, "staged", reporter);
                return;
            }
        }

        throw new LifecycleException("Redis rewrote its append-only file during every attempt to tidy up beside it", "Run it again");
    }

    public async ValueTask DisposeAsync()
    {
        await (_finishing?.DisposeAsync() ?? default);
        _finishing = null;
    }

    /// <exception cref="LifecycleException">Redis loads other files than were exchanged.</exception>
    public void RequireSameMode(Survey survey)
    {
        if (survey.Layout.AppendOnly != Journal.AppendOnly && Journal.Phase != RestorePhase.Staging)
        {
            throw RestoreRefusal.OtherMode(host.Name, Journal);
        }
    }

    /// <summary>For whoever was to take it back and finds it so.</summary>
    public LifecycleException StillInForce(Survey survey) => RestoreRefusal.StillInForce(host.Name, Journal, survey);

    private static void Warn(IReadOnlyList<string> left, string which, IReporter reporter)
    {
        if (left.Count > 0)
        {
            reporter.Warn($"Of the {which} data {string.Join(", ", left)} cannot be removed. Remove it by hand; Redis does not load it.");
        }
    }

    // What is on the volume counts: a step whose connection broke may not have come to its journal.
    private Survey Heard(Survey survey)
    {
        if (survey.Journal is { } there)
        {
            Journal = Recovery.IsOwn(there, Journal.StagedFiles) ? there : throw new ConflictException($"{host.Name} is being restored from {there.Source} by another run", "Run it again when nobody else is at work");
        }

        return survey;
    }

    private RestoreJournal Enter(RestorePhase phase) => Journal = Journal with { Phase = phase };
}
