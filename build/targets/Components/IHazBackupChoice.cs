using Lifecycle.Log;
using Lifecycle.Restoring;
using Lifecycle.Verbs;
using Nuke.Common;
using Targets.CommandLine;

namespace Targets.Components;

/// <summary>Which backup Restore and Drill take.</summary>
internal interface IHazBackupChoice : IHazMadeBackup
{

    // A target has its name already.
    [Parameter("Archive file (default: the latest complete backup in the store)", Name = "Archive")]
    [OnlyOneOf(WhichBackup)]
    string? ArchiveFile => TryGetValue(() => ArchiveFile);

    [Parameter("What the archive must hash to (default: the .sha256 beside it)")]
    string? Sha256 => TryGetValue(() => Sha256);

    [Parameter("Exactly this archive: s3://bucket/key.tgz")]
    [OnlyOneOf(WhichBackup)]
    string? S3Uri => TryGetValue(() => S3Uri);

    [Parameter("As it was at this moment, where Archive has followed; else the newest complete backup not later: 2026-02-07T11:41:17Z")]
    [OnlyOneOf(WhichBackup)]
    [Format(typeof(PointInTime))]
    string? At => TryGetValue(() => At);

    [Parameter("As it was before the command at this place, which History shows: 20260207T114100Z/3:1048576")]
    [OnlyOneOf(WhichBackup)]
    [Format(typeof(LogPlace))]
    string? Before => TryGetValue(() => Before);

    [Parameter("Which data an archive that holds two is to give: append-only or dump")]
    DataSetName? Load => TryGetValue(() => Load);

    RestoreRequest Choice => new(ArchiveFile, Sha256, S3Uri, PointInTime.Parse(At)) { Made = BackupMade, Before = Before is null ? null : LogPlace.Parse(Before), From = From, Load = Load?.Choice ?? DataSetChoice.Served };
}
