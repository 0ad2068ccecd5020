using System.Globalization;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>
/// Exchanges the data of a Redis for staged files and back. Redis loads what its append-only manifest lists, and a rename
/// exchanges that manifest in one step: at every moment the volume holds either the whole previous or the whole restored
/// data, and until <see cref="FinishAsync"/> it holds both.
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
    public static async Task<RestoreJournal?> FindJournalAsync(IShell shell, CancellationToken cancellationToken)
    {
        var text = await shell.ReadAsync(new Command("""[ ! -f "$1" ] || cat "$1" """, JournalPath), cancellationToken);
        try
        {
            return text.Length == 0 ? null : RestoreJournal.FromJson(text);
        }
        catch (InvalidDataException exception)
        {
            throw new LifecycleException($"{shell.Name}: {exception.Message}", $"Remove {Scratch.Restore} from the data directory by hand once Redis holds what it should", exception);
        }
    }

    public async Task EnterAsync(RestorePhase phase, CancellationToken cancellationToken)
    {
        Journal = Journal with { Phase = phase };
        await shell.DoAsync(new Command(DataSwapScripts.WriteFile, JournalPath, Journal.ToJson()), cancellationToken);
    }

    /// <summary>Unpacks a tar of known length into the scratch folder.</summary>
    /// <returns>The names and sizes that arrived.</returns>
    public async Task<IReadOnlyDictionary<string, long>> StageAsync(Stream tar, long blocks, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var listing = new BoundedMemoryStream(1024 * 1024);
        var exit = await shell.RunAsync(
            new Command(DataSwapScripts.Unpack, StagedFolder, blocks.ToString(CultureInfo.InvariantCulture)) { Limit = limit }, tar, listing, cancellationToken);
        return exit.Succeeded
            ? ParseListing(System.Text.Encoding.UTF8.GetString(listing.Written))
            : throw new ShellException($"{shell.Name}: unpacking ended early: {exit.Reason}");
    }

    /// <summary>Makes the staged files the ones that Redis loads next, and tells a running Redis to end.</summary>
    /// <param name="plan">The staged files.</param>
    /// <param name="online">Redis runs.</param>
    /// <param name="onlyIfFresh">Writes are held back, and nothing is done if Redis has got keys meanwhile.</param>
    /// <param name="cancellationToken">Gives up before the switch; it is not interrupted.</param>
    /// <returns>False where Redis has got keys meanwhile.</returns>
    public async Task<bool> SwitchAsync(StagingPlan plan, bool online, bool onlyIfFresh, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= SwapAttempts; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (seen, manifest) = await _folder.ReadManifestAsync(cancellationToken);
            var last = manifest?.LastSequence ?? await _folder.LastSequenceAsync(cancellationToken);
            Journal = Journal with { FirstSequence = StagingPlan.FirstSequenceAfter(last) };
            await EnterAsync(RestorePhase.Switching, cancellationToken);
            var next = plan.ManifestAfter(last).ToString().TrimEnd('\n');
            var outcome = await RunAndLoseAsync(
                new Command(DataSwapScripts.Switch, Scratch.Restore, Journal.AofDirectory, $"{Journal.AofFileName}.manifest", seen, next, YesNo(online), YesNo(onlyIfFresh)),
                online);
            switch (outcome.Status)
            {
                case 0:
                    return true;
                case NotFresh:
                    return false;
                case ManifestChanged:
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
        Journal = Journal with { PreviousRunId = runId };
        await EnterAsync(RestorePhase.RollingBack, cancellationToken);
        var outcome = await RunAndLoseAsync(
            new Command(DataSwapScripts.SwitchBack, PreviousManifest, Journal.AofDirectory, $"{Journal.AofFileName}.manifest", YesNo(endRedis)), endRedis);
        if (!outcome.Succeeded)
        {
            throw new ShellException($"{shell.Name}: {outcome.Reason}");
        }
    }

    /// <summary>Whether the manifest on the volume is the restored one, or what a rewrite of the restored data has made of it.</summary>
    public async Task<bool> IsSwitchedAsync(CancellationToken cancellationToken)
    {
        var (_, manifest) = await _folder.ReadManifestAsync(cancellationToken);
        return manifest is not null
            && (manifest.LastSequence >= Journal.FirstSequence || manifest.Loaded.Any(file => Journal.StagedFiles.Contains(file.Name)));
    }

    /// <summary>Drops the previous data. To be called when the restored data serves, and again if that was cut short.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(RestorePhase.Done, cancellationToken);
        await RemoveAsync([Journal.DumpFileName, .. await _folder.UnlistedAsync(PreviousManifest, cancellationToken)], cancellationToken);
    }

    /// <summary>Drops the staged files. To be called when the previous data serves, or was never switched away.</summary>
    public async Task DiscardAsync(CancellationToken cancellationToken) =>
        await RemoveAsync([.. Journal.StagedFiles.Select(_folder.PathOf), .. await _folder.WrittenSinceAsync(Journal.FirstSequence, cancellationToken)], cancellationToken);

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static Dictionary<string, long> ParseListing(string text) => text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', 2))
        .Where(parts => parts.Length == 2)
        .ToDictionary(parts => parts[1], parts => long.Parse(parts[0], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    // The files go first and the journal's folder last: an interrupted removal is taken up again.
    private Task RemoveAsync(IReadOnlyCollection<string> files, CancellationToken cancellationToken) =>
        shell.DoAsync(new Command("""scratch=$1 restore=$2; shift 2; rm -f -- "$@"; rm -rf "$restore"; rmdir "$scratch" 2>/dev/null || :""", [Scratch.Folder, Scratch.Restore, .. files]), cancellationToken);

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
