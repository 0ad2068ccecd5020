using Nuke.Common;
using Targets.CommandLine;

namespace Targets.Components;

internal interface IRotate : IHazEnvironment
{
    [Parameter("How many complete backups to keep (default: 3)")]
    [AtLeast(1)]
    int Keep => TryGetValue<int?>(() => Keep) ?? 3;

    Target Rotate => _ => _
        .Description("Keeps the newest complete backups and removes older ones")
        .TryAfter<IBackup>(x => x.Backup)
        .Executes(() => Run((redis, token) => redis.RotateAsync(Keep, RedisBackupRestore, token)));
}
