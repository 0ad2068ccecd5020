using Lifecycle.Failures;
using Lifecycle.Volume;

namespace Lifecycle.Restoring;

/// <summary>Why an earlier restore is neither finished nor undone.</summary>
internal static class RestoreRefusal
{
    public static LifecycleException NothingKept(string host) =>
        new($"{host} keeps no previous data of a restore", "There is nothing to finish or to undo: Verify shows what Redis is like");

    public static LifecycleException Unfinishable(string host, RestoreJournal journal, Survey survey, Confirmation compared) => new(
        $"The restore of {journal.Source} into {host} cannot be finished: {(journal.IsRestoredInForce(survey) == true ? compared.Wrong ?? "Redis has not loaded it yet" : "its data does not serve")}",
        "Restore --undo brings the previous data back");

    /// <summary>It was to be taken back.</summary>
    public static LifecycleException StillInForce(string host, RestoreJournal journal, Survey survey) => journal.IsRestoredInForce(survey) == true
        ? new($"{host} still loads what was restored from {journal.Source}, which was to be taken back", "The previous data is kept beside it: Restore --undo tries again")
        : new($"{host} has saved its data since what was restored from {journal.Source} was being taken back, and nobody can tell which of the two it was", "Look at what it serves: Restore --undo brings back what there was before the restore, Restore --finish keeps what serves");

    /// <summary>Whether the append-only file is on decides which files Redis loads. A setting that was changed while it ran is gone when it restarts.</summary>
    public static LifecycleException OtherMode(string host, RestoreJournal journal)
    {
        var (was, @is) = journal.AppendOnly ? ("yes", "no") : ("no", "yes");
        return new LifecycleException(
            $"{host} had appendonly {was} when {journal.Source} was restored, and has started with appendonly {@is}: it serves neither the previous data nor what was restored",
            $"Both are kept on its volume. End Redis without a save (SHUTDOWN NOSAVE), start it with appendonly {was}, then run Restore --undo");
    }

    /// <summary>Where Redis does not start.</summary>
    public static LifecycleException NeverCompared(string host, RestoreJournal journal) => new(
        $"{host} does not start from what was restored from {journal.Source}, which was never compared", "The previous data is kept beside it: Restore --undo brings it back, Restore --finish drops it");

    /// <summary>Where Redis does not start.</summary>
    public static LifecycleException DoesNotStart(string host, RestoreJournal journal) => new(
        $"The restore of {journal.Source} into {host} cannot be finished: Redis does not start from it", "Restore --undo brings the previous data back");
}
