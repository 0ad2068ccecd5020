using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>What of a log follows a checkpoint, up to where it is to be cut.</summary>
public sealed record LogTail(IBackupStore Store, LogGeneration Log, Checkpoint Checkpoint, AofPosition To)
{
    /// <summary>For messages and file names.</summary>
    public LogPlace Place => new(Log.Name, To);

    /// <summary>Reads all of it; nothing was written anywhere yet.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or something would be cut.</exception>
    internal Task<IReadOnlyList<LogRun>> CheckAsync(IProgressLine progress, CancellationToken cancellationToken) =>
        new LogReader(Store).ReadAsync(Log, Checkpoint.Position, To, progress, cancellationToken);
}
