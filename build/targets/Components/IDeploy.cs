using Nuke.Common;

namespace Targets.Components;

internal interface IDeploy : IHazEnvironment
{
    Target Deploy => _ => _
        .Description("Brings Redis up as k8s/apps/redis declares it, and waits until it serves")
        .Executes(() => Run((redis, token) => redis.DeployAsync(token)));
}
