using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Volume;

namespace Lifecycle.Restoring;

/// <summary>Whether what Redis serves is what the backup counts. What could not be compared is told, never passed over.</summary>
/// <param name="Wrong">Why it is not the backup; null where it may be.</param>
/// <param name="Unknown">Why it was not compared; null where it was.</param>
internal sealed record Confirmation(string? Wrong, string? Unknown)
{
    public static Confirmation Of(RestoreJournal journal, Survey survey)
    {
        var loaded = survey.Info;
        // While writes are held back nothing is given up: that begins with the first command after.
        if (loaded.EvictedKeys > 0 || loaded.WillEvict)
        {
            return new Confirmation($"its maxmemory ({Human.Bytes(loaded.MaximumMemoryBytes)}) is less than the data needs ({Human.Bytes(loaded.UsedMemoryBytes)}), and Redis would throw keys away ({loaded.EvictionPolicy})", null);
        }

        // Redis has read all of its files, or has cut one whose end it cannot read (aof-load-truncated). INFO still counts what
        // it has cut; the file does not. That an archive ends in a whole command is promised only where it counts its keys.
        if (journal.AppendOnly && Lists(journal, survey) && survey.ListedBytes < journal.StagedBytes)
        {
            var cut = $"Redis has loaded {Human.ExactBytes(survey.ListedBytes.Value)} of {Human.ExactBytes(journal.StagedBytes)}";
            return journal.EndsWithLog || journal.Keyspace is not null ? new Confirmation(cut, null) : new Confirmation(null, $"the archive has no manifest that counts its keys, and {cut}");
        }

        // Nobody has counted the keys of that moment.
        if (journal.EndsWithLog)
        {
            return loaded.AppendedBytes < journal.StagedBytes
                ? new Confirmation($"Redis has loaded {Human.ExactBytes(loaded.AppendedBytes)} of {Human.ExactBytes(journal.StagedBytes)}", null)
                : new Confirmation(null, Written(journal, survey) is { } more ? $"{more} before it could be compared" : null);
        }

        // Saved since, it may hold what the Redis before had in its memory, and counts that agree prove nothing.
        if (survey is { Layout.AppendOnly: false, Dump: "other" })
        {
            return journal.Keyspace is { IsEmpty: false } && loaded.Keyspace.IsEmpty
                ? new Confirmation("Redis is empty", null)
                : new Confirmation(null, "Redis has saved its data before it could be compared");
        }

        if (journal.Keyspace is not { } expected)
        {
            return new Confirmation(null, "the archive has no manifest that counts its keys");
        }

        return expected.Contradiction(loaded.Keyspace) is not { } contradiction ? new Confirmation(null, null)
            : Written(journal, survey) is { } written ? new Confirmation(null, $"{written} before it could be counted ({contradiction})")
            : new Confirmation(contradiction, null);
    }

    /// <summary>Whether the data has changed since it was exchanged: dropping it would drop what somebody has written.</summary>
    public static bool IsWrittenTo(RestoreJournal journal, Survey survey) => Written(journal, survey) is not null;

    // Once somebody writes, counts prove nothing.
    private static string? Written(RestoreJournal journal, Survey survey) => journal.AppendOnly
        ? !Lists(journal, survey) ? "it was rewritten, and writes may have come"
            : Math.Max(survey.Info.AppendedBytes, survey.ListedBytes ?? 0) - journal.StagedBytes is > 0 and var more ? $"{Human.Bytes(more)} were written" : null
        : survey.Dump == "other" ? "Redis has saved it anew, and writes may have come"
            : survey.Info.ChangesSinceSave > 0 ? $"{survey.Info.ChangesSinceSave} writes came" : null;

    private static bool Lists(RestoreJournal journal, Survey survey) => journal.StagedFiles.All(name => survey.InForce?.Loaded.Any(file => file.Name == name) == true);
}
