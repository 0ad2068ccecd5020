using Nuke.Common;

namespace Targets.Components;

internal interface IVerify : IHazEnvironment
{
    Target Verify => _ => _
        .Description("Checks that Redis and its persistence are well. Changes nothing")
        .TryAfter<IDeploy>(x => x.Deploy)
        .TryAfter<IRestore>(x => x.Restore)
        .Executes(() => Run(new Lifecycle.Verbs.Verify()));
}
