using Nuke.Common;

namespace Targets.Components;

internal interface IRender : IHazEnvironment
{
    Target Render => _ => _
        .Description("Builds k8s/apps/redis with kustomize into output/ and checks it. Sends nothing")
        .Produces(OutDir / "manifests" / "*.yaml")
        .Executes(() => Run(new Lifecycle.Verbs.Render()));
}
