using System.Globalization;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>
/// Exchanges the data of a Redis for staged files and back. Redis loads what its append-only manifest lists, and a rename
/// exchanges that manifest in one step: at every moment the volume holds either the whole previous or the whole restored
/// data, and until <see cref="FinishAsync"/> it holds both. Each step puts the journal on disk before it does anything else.
/// </summary>
internal sealed class DataSwap(IShell shell, RestoreJournal journal)
{
    private const int ManifestChanged = 75;
    private const int NotFresh = 76;
    private const int SwapAttempts = 10;
    private const string JournalPath = $"{Scratch.Restore}/journal.json";
    private const string StagedFolder = $"{Scratch.Restore}/files";
    private const string PreviousManifest = $"{Scratch.Restore}/previous.manifest";

    private readonly AofFolder _folder = new(shell, journal.Layout);

    public RestoreJournal Journal { get; private set; } = journal;

    /// <summary>The journal that an interrupted restore has left on the volume, or null.</summary>
    /// <exception cref="LifecycleException">There is one that cannot be read.</exception>
    public static async Task<RestoreJournal?> FindJournalAsync(IShell shell, CancellationToken cancellationToken) =>
        RestoreJournal.Find(await shell.ReadAsync(new Command("""[ ! -f "$1" ] || cat "$1" """, JournalPath), cancellationToken), shell.Name);

    /// <summary>Writes files into the scratch folder.</summary>
    /// <param name="content">Theirs, one after the other.</param>
    /// <param name="files">Their names and sizes.</param>
    /// <param name="limit">How long that may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The names and sizes that arrived.</returns>
    public async Task<IReadOnlyDictionary<string, long>> StageAsync(Stream content, IReadOnlyList<StagedFile> files, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var listing = new BoundedMemoryStream(1024 * 1024);
        var expected = files.SelectMany(file => new[] { file.Name, file.Archived.Size.ToString(CultureInfo.InvariantCulture) });
        var exit = await shell.RunAsync(new Command(DataSwapScripts.Stage, [.. Enter(RestorePhase.Staging), StagedFolder, .. expected]) { Limit = limit }, content, listing, cancellationToken);
        return exit.Succeeded
            ? ParseListing(System.Text.Encoding.UTF8.GetString(listing.Written))
            : throw new ShellException($"{shell.Name}: writing to the volume ended early: {exit.Reason}");
    }

    /// <summary>Makes the staged files the ones that Redis loads next, and tells a running Redis to end.</summary>
    /// <param name="plan">The staged files.</param>
    /// <param name="manifest">The one in force, as it was last seen.</param>
    /// <param name="online">Redis runs.</param>
    /// <param name="onlyIfFresh">Writes are held back, and nothing is done if Redis has got keys meanwhile.</param>
    /// <param name="cancellationToken">Gives up before the switch; it is not interrupted.</param>
    /// <returns>False where Redis has got keys meanwhile.</returns>
    public async Task<bool> SwitchAsync(StagingPlan plan, string manifest, bool online, bool onlyIfFresh, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= SwapAttempts; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = AofManifest.TryParse(manifest)?.LastSequence ?? await _folder.LastSequenceAsync(cancellationToken);
            Journal = Journal with { FirstSequence = StagingPlan.FirstSequenceAfter(last) };
            var next = plan.ManifestAfter(last).ToString().TrimEnd('\n');
            var outcome = await RunAndLoseAsync(
                new Command(DataSwapScripts.Switch, [.. Enter(RestorePhase.Switching), Scratch.Restore, Journal.AofDirectory, ManifestFile, manifest, next, online ? Journal.PreviousRunId : "", YesNo(onlyIfFresh), ShellMark.New()]),
                online);
            switch (outcome.Status)
            {
                case 0:
                    return true;
                case NotFresh:
                    return false;
                case ManifestChanged:
                    manifest = await LookAgainAsync(online, cancellationToken);
                    continue;
                default:
                    throw new ShellException($"{shell.Name}: {outcome.Reason}");
            }
        }

        throw new LifecycleException("Redis rewrote its append-only file during every attempt to exchange it", "Run the restore again");
    }

    public Task ShutDownAsync() => RunAndLoseAsync(new Command(RedisServer.Cli + "redis SHUTDOWN NOSAVE NOW FORCE"), endsRedis: true);

    /// <summary>Makes the previous files the ones that Redis loads next.</summary>
    /// <param name="runId">The run of Redis that serves now: a later recovery can tell from it whether that was ended.</param>
    /// <param name="endRedis">Tell Redis to end; it serves the restored files.</param>
    /// <param name="cancellationToken">Gives up before the step; it is not interrupted.</param>
    public async Task SwitchBackAsync(string runId, bool endRedis, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Journal = Journal with { PreviousRunId = runId };
        var outcome = await RunAndLoseAsync(
            new Command(DataSwapScripts.SwitchBack, [.. Enter(RestorePhase.RollingBack), PreviousManifest, Journal.AofDirectory, ManifestFile, YesNo(endRedis)]), endRedis);
        if (!outcome.Succeeded)
        {
            throw new ShellException($"{shell.Name}: {outcome.Reason}");
        }
    }

    /// <summary>Drops the previous data and lets writes through. To be called when the restored data serves, and again if that was cut short.</summary>
    public Task FinishAsync(Survey survey, CancellationToken cancellationToken) => shell.DoAsync(
        new Command(DataSwapScripts.Finish, [.. Enter(RestorePhase.Done), Scratch.Folder, Scratch.Restore, Journal.DumpFileName, .. Superseded(survey).Select(_folder.PathOf)]),
        cancellationToken);

    /// <summary>Drops the staged files. To be called when the previous data serves, or was never switched away.</summary>
    public async Task DiscardAsync(CancellationToken cancellationToken)
    {
        string[] files = [.. Journal.StagedFiles.Select(_folder.PathOf), .. await _folder.WrittenSinceAsync(Journal.FirstSequence, cancellationToken)];
        await shell.DoAsync(new Command(DataSwapScripts.Remove, [Scratch.Folder, Scratch.Restore, .. files]), cancellationToken);
    }

    private async Task<string> LookAgainAsync(bool online, CancellationToken cancellationToken)
    {
        if (!online)
        {
            return (await _folder.ReadManifestAsync(cancellationToken)).Text;
        }

        var survey = await Survey.TakeAsync(shell, pauseWrites: false, cancellationToken);
        Journal = Journal with { PreviousRunId = survey.Info.RunId };
        return survey.Manifest;
    }

    private string ManifestFile => $"{Journal.AofFileName}.manifest";

    private static string YesNo(bool value) => value ? "yes" : "no";

    // What the kept manifest lists and the one in force does not. One that could not be read listed nothing that Redis
    // could load: what it meant stays on the volume rather than being guessed at.
    private static IEnumerable<string> Superseded(Survey survey) =>
        (AofManifest.TryParse(survey.KeptManifest)?.Files ?? []).Select(file => file.Name).Except((survey.InForce?.Files ?? []).Select(file => file.Name));

    private static Dictionary<string, long> ParseListing(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', 2))
        .Where(parts => parts.Length == 2)
        .ToDictionary(parts => parts[1], parts => long.Parse(parts[0], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private string[] Enter(RestorePhase phase)
    {
        Journal = Journal with { Phase = phase };
        return [JournalPath, Journal.ToJson()];
    }

    /// <summary>
    /// Runs a step that must not be cut in the middle. One that ends Redis ends the container and with it the connection:
    /// that it went through shows in the volume afterwards.
    /// </summary>
    private async Task<Exit> RunAndLoseAsync(Command command, bool endsRedis)
    {
        try
        {
            var (exit, _) = await shell.TryReadAsync(command, CancellationToken.None);
            return endsRedis && exit.Status is not (0 or ManifestChanged or NotFresh) && await IsGoneAsync() ? new Exit(0, "") : exit;
        }
        catch (ShellException) when (endsRedis)
        {
            return new Exit(0, "");
        }
    }

    private async Task<bool> IsGoneAsync()
    {
        try
        {
            return !(await shell.TryReadAsync(new Command(RedisServer.Cli + "redis PING"), CancellationToken.None)).Exit.Succeeded;
        }
        catch (ShellException)
        {
            return true;
        }
    }
}
