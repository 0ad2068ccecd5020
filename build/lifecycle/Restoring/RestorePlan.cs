using Lifecycle.Archives;
using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Redis;

namespace Lifecycle.Restoring;

/// <summary>A file of an archive and the name that it gets beside Redis' own; null where it is one of ours, and empty.</summary>
public sealed record PlannedFile(ContentFile? Archived, string Name, AofFileKind Kind)
{
    /// <summary>What of a log follows it.</summary>
    internal LogRun? Log { get; init; }

    public long Size => (Archived?.Size ?? 0) + (Log?.Size ?? 0);
}

/// <summary>
/// Which files of an archive make up the restored data, under names that nothing else on the volume has. Their manifest
/// is all that has to be exchanged for Redis to load them instead of its own; or, without the append-only file, one dump.
/// </summary>
public sealed record RestorePlan(IReadOnlyList<PlannedFile> Files)
{
    // Each rewrite counts up by one: numbers this far ahead tell whose files are in force, also when a rewrite has
    // replaced the staged names by Redis' own.
    private const long SequenceGap = 1000;

    private const string Increment = ".incr.aof";

    public long Size => Files.Sum(file => file.Size);

    /// <param name="content">What the archive holds.</param>
    /// <param name="choice">Which data set, where an archive holds two.</param>
    /// <param name="appendOnly">The Redis that is to load it has the append-only file on.</param>
    /// <param name="id">Makes the staged names unlike any other's.</param>
    /// <exception cref="InvalidDataException">Redis could not load what the archive holds.</exception>
    public static RestorePlan For(ArchiveContent content, DataSetChoice choice, bool appendOnly, string id)
    {
        ArgumentNullException.ThrowIfNull(content);
        var parts = DataSet.Find(content, choice);
        return appendOnly ? AsAppendOnly(parts, id) : AsDump(parts, id);
    }

    /// <summary>The same, and what of a log follows: the rest of the last increment, then the ones after it.</summary>
    internal RestorePlan Followed(IReadOnlyList<LogRun> runs, string id)
    {
        var files = Files.SkipLast(1).Append(Files[^1] with { Log = runs[0] }).ToList();
        foreach (var run in runs.Skip(1))
        {
            files.Add(NewIncrement(id, files.Count + 1) with { Log = run });
        }

        return new RestorePlan(files);
    }

    /// <exception cref="LifecycleException">Its dump was written by a newer server than this reads.</exception>
    internal void RequireReadableBy(RedisInfo server)
    {
        var beginning = Files[0].Archived?.Beginning ?? [];
        if (!Rdb.MayBeReadBy(server, beginning))
        {
            throw new LifecycleException(
                $"It was made by {Rdb.Writer(beginning) ?? $"a server that writes dumps of format {Rdb.Format(beginning)}"}, and {server.Server} does not read that",
                "Deploy that server, or a newer one of its kind, first; nothing was touched");
        }
    }

    /// <summary>Where no manifest says how far Redis has come, and files may be there that it has numbered: after all of those.</summary>
    public static long UnknownSequence() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public static long FirstSequenceAfter(long lastSequence) => lastSequence + SequenceGap;

    /// <summary>The manifest under which Redis loads the staged files, numbered far after everything that it has now.</summary>
    public AofManifest ManifestAfter(long lastSequence)
    {
        var sequence = FirstSequenceAfter(lastSequence);
        return new AofManifest([.. Files.Select(file => new AofFile(file.Name, file.Kind == AofFileKind.Base ? sequence : sequence++, file.Kind))]);
    }

    // The last file takes what is written from now on. A set that ends in its base gets an empty one: Redis would make it, and
    // write its manifest anew for that.
    private static RestorePlan AsAppendOnly(IReadOnlyList<DataSetFile> parts, string id)
    {
        var files = parts.Select((part, index) => new PlannedFile(part.File, $"restored-{id}.{index + 1}{Suffix(part)}", part.Kind)).ToList();
        if (files[^1].Kind == AofFileKind.Base)
        {
            files.Add(NewIncrement(id, files.Count + 1));
        }

        return new RestorePlan(files);
    }

    private static PlannedFile NewIncrement(string id, int number) => new(null, $"restored-{id}.{number}{Increment}", AofFileKind.Incremental);

    private static RestorePlan AsDump(IReadOnlyList<DataSetFile> parts, string id) => parts is [{ IsDump: true } dump, ..] && parts.Skip(1).All(part => part.File.Size == 0)
        ? new RestorePlan([new PlannedFile(dump.File, $"restored-{id}.rdb", AofFileKind.Base)])
        : throw new InvalidDataException("its data is an append-only file, and Redis runs with that off: start it with --appendonly yes, restore, then switch it off again");

    // That of a dump says that nothing follows it. Behind the one that an older Redis began its file with, commands do.
    private static string Suffix(DataSetFile part) =>
        part.Kind != AofFileKind.Base ? Increment
        : part.File.Path.EndsWith(".aof", StringComparison.Ordinal) ? ".base.aof"
        : ".base.rdb";
}
