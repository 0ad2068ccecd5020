using Nuke.Common;

namespace Targets.Components;

internal interface IBackup : IHazEnvironment
{
    // By name, rather than by way of Destroy.
    private bool IsAsked => InvokedTargets.Any(target => target.Name == nameof(Backup));

    Target Backup => _ => _
        .Description("Takes a consistent backup of /data into the store")
        .TryAfter<IDeploy>(x => x.Deploy)
        .TryAfter<IVerify>(x => x.Verify)
        .Produces(OutDir / BackupPrefix / "*" / "*")
        .Executes(() => Run(new Lifecycle.Verbs.Backup(IsAsked, ToolVersion.Current)));
}
