using Lifecycle;
using Nuke.Common;

namespace Targets.Components;

internal interface IRestore : IHazEnvironment
{
    [Parameter("Archive file to restore (default: the latest complete backup in the store)")]
    string? Archive => TryGetValue(() => Archive);

    [Parameter("What the archive must hash to (default: the .sha256 beside it)")]
    string? Sha256 => TryGetValue(() => Sha256);

    [Parameter("Exactly this archive: s3://bucket/key.tgz")]
    string? S3Uri => TryGetValue(() => S3Uri);

    [Parameter("The newest complete backup not later than this: 2026-02-07T11:41Z")]
    string? At => TryGetValue(() => At);

    Target Restore => _ => _
        .Description("Restores a backup into a fresh Redis; with --force over the data that is there")
        .TryAfter<IDeploy>(x => x.Deploy)
        .Consumes<IBackup>(x => x.Backup)
        .Executes(() => Run((redis, token) => redis.RestoreAsync(new RestoreRequest(Archive, Sha256, S3Uri, PointInTime.Parse(At)), RedisBackupRestore, token)));
}
