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
        if (journal.StagedFiles.All(name => survey.InForce?.Loaded.Any(file => file.Name == name) == true) && survey.ListedBytes < journal.StagedBytes)
        {
            var cut = $"Redis has loaded {Human.ExactBytes(survey.ListedBytes.Value)} of {Human.ExactBytes(journal.StagedBytes)}";
            return journal.EndsWithLog || journal.Keyspace is not null ? new Confirmation(cut, null) : new Confirmation(null, $"the archive has no manifest that counts its keys, and {cut}");
        }

        // Nobody has counted the keys of that moment.
        if (journal.EndsWithLog)
        {
            return loaded.AppendedBytes < journal.StagedBytes
                ? new Confirmation($"Redis has loaded {Human.ExactBytes(loaded.AppendedBytes)} of {Human.ExactBytes(journal.StagedBytes)}", null)
                : new Confirmation(null, Written(journal, loaded) is { } more ? $"{more} before it could be compared" : null);
        }

        if (journal.Keyspace is not { } expected)
        {
            return new Confirmation(null, "the archive has no manifest that counts its keys");
        }

        return expected.Contradiction(loaded.Keyspace) is not { } contradiction ? new Confirmation(null, null)
            : Written(journal, loaded) is { } written ? new Confirmation(null, $"{written} before it could be counted ({contradiction})")
            : new Confirmation(contradiction, null);
    }

    // Once somebody writes, counts prove nothing.
    private static string? Written(RestoreJournal journal, RedisInfo loaded) => journal.AppendOnly
        ? loaded.AppendedBytes > journal.StagedBytes ? $"{Human.Bytes(loaded.AppendedBytes - journal.StagedBytes)} were written" : null
        : loaded.ChangesSinceSave > 0 ? $"{loaded.ChangesSinceSave} writes came" : null;
}
