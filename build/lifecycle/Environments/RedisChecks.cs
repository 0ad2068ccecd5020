using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Volume;

namespace Lifecycle.Environments;

/// <summary>What Verify shows of Redis itself and its volume, wherever it runs. Changes nothing.</summary>
internal static class RedisChecks
{
    private const string Beside = "What Redis' settings point to";

    /// <param name="shell">Beside it.</param>
    /// <param name="access">Who asks.</param>
    /// <param name="memoryLimit">Of its container, in bytes; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ShellException">It cannot be asked.</exception>
    public static async Task<IReadOnlyList<Check>> RunAsync(IShell shell, RedisAccess access, long? memoryLimit, CancellationToken cancellationToken)
    {
        var reached = await new VolumeAgent(shell, access: access).TrySurveyAsync(hold: false, cancellationToken);
        if (reached.Survey is not { } survey)
        {
            return [new Check("PING", false, reached.Reason, "See Redis' log")];
        }

        var info = survey.Info;
        return
        [
            new Check("PING", true, "PONG"),
            new Check("Server", true, info.Server),
            new Check("Asked as", true, Identify(survey.WhoAmI)),
            new Check("Loading", !info.Loading, info.Loading ? "Redis is loading its data" : $"{Human.Keys(info.Keyspace.Total)} loaded by {info.Server}", "Wait until it has loaded"),
            new Check("Role", !info.IsReplica, info.IsReplica ? "replica" : "master", "Point --selector at the pod that is written to: what is restored into a replica goes with its next resync"),
            CheckAppendOnly(survey),
            new Check("Save points", true, SavePoints(survey)),
            new Check("Last write", info.LastWriteOk, info.LastWriteOk ? "ok" : "failed", "See Redis' log and the free space; nothing that Redis accepts now is safe"),
            CheckLastSave(survey),
            new Check("Last rewrite", info.LastRewriteOk, info.LastRewriteOk ? "ok" : "failed", "See Redis' log, the free space and the memory; then BGREWRITEAOF"),
            new Check("Evictions", info.EvictedKeys == 0, info.EvictedKeys == 0 ? "none" : $"{Human.Keys(info.EvictedKeys)} given up since its start", "Raise maxmemory: Redis throws data away"),
            CheckMemory(info, memoryLimit),
            CheckSpace(survey),
            CheckBeside(survey),
            CheckJournal(survey),
        ];
    }

    private static string Identify(string whoAmI) => whoAmI switch
    {
        "" => "nobody that Redis names",
        _ when whoAmI.StartsWith("NOPERM", StringComparison.Ordinal) || whoAmI.StartsWith("ERR", StringComparison.Ordinal) => "a user that may not ask its name (ACL WHOAMI)",
        _ => $"the user {whoAmI}",
    };

    private static Check CheckAppendOnly(Survey survey) =>
        !survey.Info.AppendOnly ? new Check("Append-only file", false, "off", "Deploy it with --appendonly yes, as k8s/apps/redis does")
        : survey.IsUnwritten ? new Check("Append-only file", false, "on, and what Redis holds may not all be in it before its next rewrite has ended", "Wait for that; where that fails, see Redis' log and the free space")
        : new Check("Append-only file", true, $"on, {Fsync(survey)}{Growth(survey.Info)}");

    private static string Fsync(Survey survey) => survey.Settings.GetValueOrDefault("appendfsync") switch
    {
        "always" => "synced with each write",
        "everysec" => "synced every second",
        "no" => "synced when the kernel sees fit",
        _ => "synced nobody knows how often",
    };

    private static string Growth(RedisInfo info) => info.RewrittenBytes > 0 ? $", {Human.Bytes(info.AppendedBytes)} where a rewrite left {Human.Bytes(info.RewrittenBytes)}" : "";

    private static string SavePoints(Survey survey) => survey.Settings.GetValueOrDefault("save") switch
    {
        null or "" => "none: it writes no dumps by itself",
        var points => string.Join(", ", points.Split(' ').Chunk(2).Select(point => $"{point[^1]} writes in {point[0]} s")),
    };

    private static Check CheckLastSave(Survey survey) => new(
        "Last save",
        survey.Info.LastSaveOk || (survey.Info.AppendOnly && survey.Settings.GetValueOrDefault("save") is ""),
        survey.Info.LastSaveOk ? "ok" : "failed",
        "See Redis' log, the memory and the free space, then BGSAVE: until one has succeeded Redis may refuse all writes (MISCONF)");

    // A rewrite forks Redis, and pages that are written meanwhile count twice.
    private static Check CheckMemory(RedisInfo info, long? containerLimit)
    {
        var own = info.MaximumMemoryBytes > 0 ? info.MaximumMemoryBytes : (long?)null;
        var used = Human.Bytes(info.UsedMemoryBytes);
        return (own, containerLimit) switch
        {
            (null, null) => new Check("Memory", true, $"{used} used, no limit"),
            (null, { } limit) => new Check("Memory", info.UsedMemoryBytes <= limit * 3 / 4, $"{used} used of a limit of {Human.Bytes(limit)}", "Raise the memory limit in the manifests: above three quarters of it a rewrite may get Redis killed"),
            ({ } most, _) => new Check("Memory", info.UsedMemoryBytes <= most * 9 / 10, $"{used} used of a maxmemory of {Human.Bytes(most)}{(containerLimit is { } limit ? $" and a limit of {Human.Bytes(limit)}" : "")}", "Raise maxmemory: at it Redis throws data away, or refuses writes"),
        };
    }

    // A rewrite writes everything anew before it removes the old files.
    private static Check CheckSpace(Survey survey) => new(
        "Free space",
        survey.FreeBytes >= survey.Space / 20 && survey.FreeBytes >= survey.Info.AppendedBytes,
        $"{Human.Bytes(survey.FreeBytes)} of {Human.Bytes(survey.Space)} in {survey.Place}",
        "Enlarge the volume: a rewrite needs as much again as the append-only file has");

    // Not a failure: but a Redis that is made anew from a backup does not have it.
    private static Check CheckBeside(Survey survey) =>
        new(Beside, true, survey.Beside.Count == 0 ? "nothing on the volume" : $"on the volume and in no backup: {string.Join(", ", survey.Beside)}");

    private static Check CheckJournal(Survey survey) => survey.Journal switch
    {
        null => new Check("Interrupted restore", true, "none"),
        var journal when journal.IsForSomebodyToDecide(survey) => new Check("Interrupted restore", false, $"what {journal.Source} replaced is still kept", "Restore --finish drops it, Restore --undo brings it back"),
        var journal => new Check("Interrupted restore", false, $"a restore of {journal.Source} was interrupted ({journal.Phase})", "Run Backup or Restore: each finishes or undoes it first"),
    };
}
