using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>What of the logs a rotation keeps: what the checkpoints that stay need, and nothing else.</summary>
internal static class LogRetention
{
    /// <summary>The checkpoints that a span of time needs to be restorable: those within it, and the last one before it.</summary>
    /// <param name="logs">Of the owner.</param>
    /// <param name="since">Where it begins.</param>
    public static IEnumerable<BackupName> CheckpointsSince(IReadOnlyList<LogGeneration> logs, DateTimeOffset since) =>
        logs.SelectMany(log => log.Checkpoints.Where((checkpoint, index) =>
            index + 1 == log.Checkpoints.Count ? log.Segments.Count > 0 : log.Checkpoints[index + 1].Backup.Name.Time > since))
            .Select(checkpoint => checkpoint.Backup.Name);

    /// <param name="logs">Of the owner.</param>
    /// <param name="kept">The backups that stay.</param>
    /// <returns>The segments that none of them needs.</returns>
    public static IReadOnlyList<SegmentKey> Dispensable(IReadOnlyList<LogGeneration> logs, IReadOnlySet<BackupName> kept) =>
        [.. logs.SelectMany(log => log.Checkpoints.FirstOrDefault(checkpoint => kept.Contains(checkpoint.Backup.Name)) is { } oldest
            ? log.Segments.Except(log.After(oldest.Position)).Concat(log.Unreachable)
            : log.Segments.Concat(log.Unreachable))];
}
