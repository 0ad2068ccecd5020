using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Shells;

namespace Lifecycle.Volume;

/// <summary>Has the agent take a snapshot, and begins to read it.</summary>
/// <param name="volume">Where.</param>
/// <param name="start">Starts one of the agent's verbs, with input or without.</param>
internal sealed class SnapshotTaker(VolumeAgent volume, Func<string, bool, CancellationToken, Task<IRunningCommand>> start)
{
    private const int Attempts = 20;

    /// <exception cref="ShellException">Redis cannot be reached, or does not write its files.</exception>
    /// <exception cref="LifecycleException">It refuses a command, or its files changed at each attempt.</exception>
    public async Task<Snapshot> TakeAsync(RedisLayout layout, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await TryTakeAsync(layout, cancellationToken) is { } snapshot)
            {
                return snapshot;
            }
        }

        throw new LifecycleException($"The append-only files changed during each of {Attempts} attempts to link them", "Run the backup again when no rewrite follows the other at once");
    }

    /// <summary>
    /// A survey, and with it a snapshot where that gives no reason to wait or to look again. One that fails is not here: what
    /// is taken by itself then tells why.
    /// </summary>
    public async Task<Reached> CaptureAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AgentSender.Limit);
        try
        {
            return await CaptureAsync(await start("capture", true, patience.Token), patience.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ShellException($"{volume.Name}: no answer within {AgentSender.Limit.TotalMinutes:0} minutes", exception);
        }
    }

    private async Task<Reached> CaptureAsync(IRunningCommand command, CancellationToken cancellationToken)
    {
        await using var pending = new PendingSnapshot(command);
        var survey = await pending.ReadSectionsAsync(cancellationToken) is { } told ? Survey.Parse(told, volume.Name) : null;
        if (survey is null)
        {
            return volume.NotReached(await command.EndAsync(cancellationToken));
        }

        if (!IsReady(survey))
        {
            return new Reached(survey);
        }

        await pending.AskAsync(volume.In(survey.Place), cancellationToken);
        return new Reached(survey) { Snapshot = await pending.OpenAsync(survey.Layout, cancellationToken) };
    }

    // With anything else a backup may have to wait, to put something right, or to say why it cannot be.
    private static bool IsReady(Survey survey) => survey is { Layout.AppendOnly: true, IsUnwritten: false, HasScratch: false, Info: { Loading: false, LastWriteOk: true } };

    /// <summary>Null where the files changed meanwhile.</summary>
    private async Task<Snapshot?> TryTakeAsync(RedisLayout layout, CancellationToken cancellationToken)
    {
        var command = await start("snapshot", false, cancellationToken);
        await using var pending = new PendingSnapshot(command) { Volume = volume };
        if (await pending.OpenAsync(layout, cancellationToken) is { } snapshot)
        {
            return snapshot;
        }

        var exit = await command.EndAsync(cancellationToken);
        pending.Volume = null; // It has tidied up itself.
        return exit.Status == (int)AgentStatus.Changed ? null : throw volume.Explain(exit);
    }
}
