using Nuke.Common;

namespace Targets.Components;

internal interface IDeploy : IHazEnvironment
{
    Target Deploy => _ => _
        .Description("Brings Redis up as k8s/apps/redis declares it, and waits until it serves")
        .DependsOn<IRender>(x => x.Render)
        .Consumes<IRender>(x => x.Render)
        .Executes(() => Run(new Lifecycle.Verbs.Deploy()));
}
