using Nuke.Common;

namespace Targets.Components;

internal interface IRestore : IHazBackupChoice
{
    Target Restore => _ => _
        .Description("Restores a backup into a fresh Redis; with --force over the data that is there")
        .TryAfter<IDeploy>(x => x.Deploy)
        .Consumes<IBackup>(x => x.Backup)
        .Executes(() => Run((redis, token) => redis.RestoreAsync(Choice, RedisBackupRestore, token)));
}
