using Lifecycle.Log;
using Lifecycle.Restoring;

namespace Lifecycle.Verbs;

/// <summary>What is to become of a restore whose data could not be compared.</summary>
public enum RestoreEnding
{
    /// <summary>Drop what it replaced.</summary>
    Finish,

    /// <summary>Bring back what it replaced.</summary>
    Undo,
}

/// <summary>Which backup to restore; nothing given means the latest complete one.</summary>
/// <param name="Archive">The path of an archive on this machine.</param>
/// <param name="Sha256">What the archive must hash to, instead of the checksum beside it.</param>
/// <param name="S3Uri">Exactly this object: <c>s3://bucket/key.tgz</c>.</param>
/// <param name="At">The newest complete backup not later than this.</param>
public sealed record RestoreRequest(string? Archive = null, string? Sha256 = null, string? S3Uri = null, DateTimeOffset? At = null)
{
    /// <summary>Whose backups, where not those of the Redis that is worked on.</summary>
    public string? From { get; init; }

    /// <summary>The place of the archive that the backup before this has made, in the store that this run works on.</summary>
    public string? Made { get; init; }

    /// <summary>A place in a log: everything before it.</summary>
    public LogPlace? Before { get; init; }

    /// <summary>Which data set, where an archive holds two.</summary>
    public DataSetChoice Load { get; init; }

    /// <summary>No backup at all: bring an earlier restore to its end.</summary>
    public RestoreEnding? Ending { get; init; }
}
