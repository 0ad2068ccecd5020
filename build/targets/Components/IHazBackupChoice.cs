using Lifecycle.Restoring;
using Lifecycle.Verbs;
using Nuke.Common;
using Targets.CommandLine;

namespace Targets.Components;

/// <summary>Which backup Restore and Drill take.</summary>
internal interface IHazBackupChoice : IHazEnvironment
{
    private const string WhichBackup = "the backup";

    [Parameter("Archive file (default: the latest complete backup in the store)")]
    [OnlyOneOf(WhichBackup)]
    string? Archive => TryGetValue(() => Archive);

    [Parameter("What the archive must hash to (default: the .sha256 beside it)")]
    string? Sha256 => TryGetValue(() => Sha256);

    [Parameter("Exactly this archive: s3://bucket/key.tgz")]
    [OnlyOneOf(WhichBackup)]
    string? S3Uri => TryGetValue(() => S3Uri);

    [Parameter("The newest complete backup not later than this: 2026-02-07T11:41Z")]
    [OnlyOneOf(WhichBackup)]
    [Format(typeof(PointInTime))]
    string? At => TryGetValue(() => At);

    [Parameter("Which data an archive that holds two is to give: append-only or dump")]
    DataSetName? Load => TryGetValue(() => Load);

    RestoreRequest Choice => new(Archive, Sha256, S3Uri, PointInTime.Parse(At)) { From = From, Load = Load?.Choice ?? DataSetChoice.Served };
}
