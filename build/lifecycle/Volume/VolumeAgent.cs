using System.Globalization;
using Lifecycle.Failures;
using Lifecycle.Redis;
using Lifecycle.Shells;

namespace Lifecycle.Volume;

/// <summary>The client of <c>redis-volume.sh</c>, which runs beside the data: docs/runbooks/operations/volume-agent.md.</summary>
/// <param name="shell">In the folder where the volume is mounted.</param>
/// <param name="place">Redis' data directory, where it is another; as a survey tells it.</param>
/// <param name="stopped">No Redis runs on the volume.</param>
/// <param name="access">Who asks.</param>
public sealed class VolumeAgent(IShell shell, string? place = null, bool stopped = false, RedisAccess? access = null)
{
    private const int Attempts = 20;

    // Long enough to compare what was loaded and to drop what it replaces; it ends by itself should nobody come to end it.
    private const string HoldMilliseconds = "15000";

    /// <summary>Longer than any exchange takes whose connection broke while it was at work.</summary>
    internal static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(15);

    // How long content may take before its sender or taker is ended: far longer than any real volume takes.
    private static readonly TimeSpan ContentLimit = TimeSpan.FromHours(6);

    // How long one follower may go on; then another takes its place. It ends with its input, too.
    private static readonly TimeSpan FollowLimit = TimeSpan.FromDays(1);

    private static readonly Dictionary<string, string> Nothing = [];

    private readonly AgentSender _agent = new(shell, access ?? RedisAccess.Default);

    public string Name => shell.Name;

    /// <exception cref="ShellException">Redis does not answer.</exception>
    /// <exception cref="LifecycleException">It refuses a command, is older than 7, or keeps its data elsewhere.</exception>
    public async Task<Survey> SurveyAsync(CancellationToken cancellationToken) => Survey.Parse(await ReadAsync(cancellationToken, "survey"), Name);

    /// <summary>A first survey, with what the one who asks goes on to do.</summary>
    /// <exception cref="ShellException">The connection broke, or nobody answers.</exception>
    /// <exception cref="LifecycleException">Redis refuses a command, is older than 7, or keeps its data elsewhere.</exception>
    public Task<Reached> ReachAsync(Intent intent, CancellationToken cancellationToken) => intent switch
    {
        Intent.BackUp => Snapshots.CaptureAsync(cancellationToken),
        Intent.Restore => TrySurveyAsync(cancellationToken, "check"),
        _ => TrySurveyAsync(cancellationToken),
    };

    /// <exception cref="LifecycleException">Redis refuses a command that a restore takes.</exception>
    public void RequireAllowed(Survey survey)
    {
        ArgumentNullException.ThrowIfNull(survey);
        if (survey.Forbidden.Length > 0)
        {
            throw Explain(new Exit((int)AgentStatus.Refused, survey.Forbidden));
        }
    }

    /// <summary>Null, with the reason, where Redis does not answer.</summary>
    /// <param name="hold">Hold writes back from now on, for seconds, so that what is counted is what was loaded.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Reached> TrySurveyAsync(bool hold, CancellationToken cancellationToken) =>
        hold ? TrySurveyAsync(cancellationToken, HoldMilliseconds) : TrySurveyAsync(cancellationToken);

    /// <summary>A Redis that was restarted, with writes held back from now on, by a command that can finish the restore.</summary>
    public async Task<Reached> TryReachRestoredAsync(CancellationToken cancellationToken) =>
        await Finishing.OpenAsync(this, await _agent.StartAsync(Words(["confirm", HoldMilliseconds]), withInput: true, AgentSender.Limit, cancellationToken), cancellationToken);

    private async Task<Reached> TrySurveyAsync(CancellationToken cancellationToken, params string[] words)
    {
        var (exit, answer) = await RunAsync(cancellationToken, ["survey", .. words]);
        if (exit.Succeeded)
        {
            return new Reached(Survey.Parse(await AgentAnswer.ParseAsync(answer, cancellationToken), Name));
        }

        return NotReached(exit);
    }

    internal Reached NotReached(Exit exit) => Explain(exit) is LifecycleException refusal ? throw refusal : new Reached(Survey: null, AgentFailure.FirstLine(exit));

    /// <summary>Takes a snapshot, to be read.</summary>
    /// <exception cref="ShellException">Redis cannot be reached, or does not write its files.</exception>
    /// <exception cref="LifecycleException">It refuses a command, or its files changed at each attempt.</exception>
    public Task<Snapshot> TakeSnapshotAsync(RedisLayout layout, CancellationToken cancellationToken) => Snapshots.TakeAsync(layout, cancellationToken);

    /// <summary>Begins to follow the log, from a place in one of its increments.</summary>
    public async Task<LogFollower> OpenFollowerAsync(AofPosition from, CancellationToken cancellationToken)
    {
        string[] words = ["follow", from.Increment.ToString(CultureInfo.InvariantCulture), from.Offset.ToString(CultureInfo.InvariantCulture)];
        return new LogFollower(this, await _agent.StartAsync(Words(words), withInput: true, FollowLimit, cancellationToken));
    }

    /// <summary>Ends a snapshot that nobody reads any more, and removes what it left. Where nobody answers, the next snapshot does.</summary>
    public Task ReleaseAsync(CancellationToken cancellationToken) => AttemptAsync("release", cancellationToken);

    /// <summary>Begins to write files into the scratch folder.</summary>
    public async Task<Staging> OpenStagingAsync(RestoreJournal journal, RedisLayout layout, IReadOnlyList<StagingFile> files, CancellationToken cancellationToken)
    {
        string[] words = ["stage", layout.AofDirectory, layout.AofFileName, layout.DumpFileName, layout.AppendOnly ? "aof" : "dump", .. files.SelectMany(file => new[] { file.Name, file.Size.ToString(CultureInfo.InvariantCulture) })];
        var command = await _agent.StartAsync(Words([.. Journal(journal), .. words]), withInput: true, ContentLimit, cancellationToken);
        return new Staging(Name, files, command);
    }

    /// <summary>Makes the staged files the ones that Redis loads next, and ends a running Redis.</summary>
    /// <param name="journal">What is noted first.</param>
    /// <param name="seen">The manifest in force, as it was last seen.</param>
    /// <param name="next">The one that lists the staged files.</param>
    /// <param name="runId">The run of Redis that was last seen; empty where none runs.</param>
    /// <param name="onlyIfFresh">Writes are held back, and nothing is done if Redis has got keys meanwhile.</param>
    internal Task<Exit> SwitchAsync(RestoreJournal journal, string seen, string next, string runId, bool onlyIfFresh) =>
        StepAsync(journal, "switch", seen, next, runId, onlyIfFresh ? "yes" : "no");

    /// <summary>Makes the previous files the ones that Redis loads next.</summary>
    /// <param name="journal">What is noted first.</param>
    /// <param name="runId">The run of Redis that was last seen; empty where none runs.</param>
    /// <param name="endRedis">End it.</param>
    internal Task<Exit> BackAsync(RestoreJournal journal, string runId, bool endRedis) =>
        StepAsync(journal, ["back", .. runId.Length > 0 ? [endRedis ? "end" : "as", runId] : Array.Empty<string>()]);

    /// <summary>Drops the previous files, and lets writes through.</summary>
    /// <returns>What could not be removed.</returns>
    public Task<IReadOnlyList<string>> FinishAsync(RestoreJournal journal, CancellationToken cancellationToken) => DropAsync([.. Journal(journal), "finish"], cancellationToken);

    /// <summary>Drops the staged files, and lets writes through, where the volume is still as it was seen.</summary>
    /// <returns>What could not be removed; null where it has changed.</returns>
    /// <exception cref="ConflictException">Another restore is under way.</exception>
    public Task<IReadOnlyList<string>?> TryDiscardAsync(RestoreJournal journal, Survey seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return TryDropAsync([.. Journal(journal), "discard", seen.Manifest, seen.Dump], cancellationToken);
    }

    /// <summary>Reads the values of so many keys of each database, drawn at random.</summary>
    /// <returns>How many were read.</returns>
    public async Task<long> SampleAsync(int keys, CancellationToken cancellationToken) =>
        long.Parse((await ReadAsync(cancellationToken, "sample", keys.ToString(CultureInfo.InvariantCulture)))["read"], CultureInfo.InvariantCulture);

    internal Task<Exit> NoteAsync(RestoreJournal journal) => StepAsync(journal, "note");

    internal Task<Exit> EndRedisAsync() => StepAsync(journal: null, "end");

    /// <summary>Lets writes through; where nobody answers, the pause that holds them back ends by itself.</summary>
    public Task ResumeWritesAsync(CancellationToken cancellationToken) => AttemptAsync("resume", cancellationToken);

    /// <summary>Why a verb ended, with a remedy where there is one.</summary>
    internal Exception Explain(Exit exit) => AgentFailure.Of(Name, exit);

    private SnapshotTaker Snapshots => new(this, (verb, withInput, cancellationToken) => _agent.StartAsync(Words([verb]), withInput, ContentLimit, cancellationToken));

    private async Task<IReadOnlyList<string>> DropAsync(string[] words, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await TryDropAsync(words, cancellationToken) is { } left)
            {
                return left;
            }
        }

        throw new LifecycleException($"{Name}: Redis rewrote its append-only file during each of {Attempts} attempts to tidy up", "Run it again");
    }

    private async Task<IReadOnlyList<string>?> TryDropAsync(string[] words, CancellationToken cancellationToken)
    {
        var (exit, answer) = await RunAsync(cancellationToken, words);
        return Dropped(exit, exit.Succeeded ? await AgentAnswer.ParseAsync(answer, cancellationToken) : Nothing);
    }

    internal IReadOnlyList<string>? Dropped(Exit exit, IReadOnlyDictionary<string, string> told) =>
        exit.Succeeded ? told.GetValueOrDefault("left", "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        : IsChanged(exit) ? null
        : throw Explain(exit);

    /// <exception cref="ConflictException">Whoever asks is no longer the one who is at work.</exception>
    internal bool IsChanged(Exit exit) => exit.Status == (int)AgentStatus.Changed && (AgentFailure.FindConflict(Name, exit) is { } conflict ? throw conflict : true);

    // Not to be cut in the middle.
    private async Task<Exit> StepAsync(RestoreJournal? journal, params string[] words) =>
        (await RunAsync(CancellationToken.None, [.. journal is null ? [] : Journal(journal), .. words])).Exit;

    private async Task AttemptAsync(string verb, CancellationToken cancellationToken)
    {
        try
        {
            _ = await RunAsync(cancellationToken, verb);
        }
        catch (Exception exception) when (exception is ShellException or LifecycleException or IOException)
        {
            // What the operation came to is what counts.
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken, params string[] words)
    {
        var (exit, answer) = await RunAsync(cancellationToken, words);
        return exit.Succeeded ? await AgentAnswer.ParseAsync(answer, cancellationToken) : throw Explain(exit);
    }

    private Task<(Exit Exit, byte[] Answer)> RunAsync(CancellationToken cancellationToken, params string[] words) =>
        _agent.RunAsync(Words(words), input: null, cancellationToken);

    /// <summary>The same, where Redis is known to keep its data.</summary>
    internal VolumeAgent In(string folder) => new(shell, folder, stopped, access);

    private IEnumerable<string> Words(string[] words) => [.. place is null ? Array.Empty<string>() : ["--dir", place], .. stopped ? ["--stopped"] : Array.Empty<string>(), .. words];

    private static string[] Journal(RestoreJournal journal) => ["--journal", journal.ToJson()];
}
