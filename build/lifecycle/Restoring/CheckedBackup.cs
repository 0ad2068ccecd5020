using Lifecycle.Archives;
using Lifecycle.Failures;
using Lifecycle.Log;
using Lifecycle.Redis;
using Lifecycle.Volume;

namespace Lifecycle.Restoring;

/// <summary>What is to be restored: read whole and found sound, or promised by a manifest and checked while it is staged.</summary>
/// <param name="Content">Of the archive.</param>
/// <param name="Choice">Which data set, where it holds two.</param>
/// <param name="Log">What of a log follows it; empty for the backup alone.</param>
internal sealed record CheckedBackup(ArchiveContent Content, DataSetChoice Choice, IReadOnlyList<LogRun> Log)
{
    /// <summary>Of all of it, in bytes.</summary>
    public long Size => Content.Size + Log.Sum(run => run.Size);

    /// <exception cref="InvalidDataException">Redis could not load it.</exception>
    public RestorePlan Plan(bool appendOnly, string id) =>
        Log.Count == 0 ? RestorePlan.For(Content, Choice, appendOnly, id)
        : appendOnly ? RestorePlan.For(Content, DataSetChoice.AppendOnly, appendOnly, id).Followed(Log, id)
        : throw new InvalidDataException("a log is an append-only file, and Redis runs with that off: start it with --appendonly yes, restore, then switch it off again");

    /// <summary>What was promised has been read now, and is no other: also by the manifest that Redis has written itself.</summary>
    /// <param name="found">What the archive holds.</param>
    /// <param name="staged">What was staged of it.</param>
    /// <param name="server">The Redis that is to load it.</param>
    /// <param name="id">Of the staged names.</param>
    /// <exception cref="InvalidDataException">It is not what was staged.</exception>
    /// <exception cref="LifecycleException">The server could not read it.</exception>
    public void RequireKept(ArchiveContent found, RestorePlan staged, Survey server, string id)
    {
        var plan = (this with { Content = found with { Described = Content.Described } }).Plan(server.Layout.AppendOnly, id);
        if (!plan.Files.Select(Essence).SequenceEqual(staged.Files.Select(Essence)))
        {
            throw new InvalidDataException("Redis' own manifest in it is not the one that its manifest promises");
        }

        plan.RequireReadableBy(server.Info);

        static (string Name, AofFileKind Kind, string? Path, long Size) Essence(PlannedFile file) => (file.Name, file.Kind, file.Archived?.Path, file.Size);
    }
}
