using Lifecycle.Archives;
using Lifecycle.Log;

namespace Lifecycle.Restoring;

/// <summary>What was read whole and found sound, before anything is touched.</summary>
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
}
