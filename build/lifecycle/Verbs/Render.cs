using Lifecycle.Cluster.Manifests;
using Lifecycle.Reporting;

namespace Lifecycle.Verbs;

/// <summary>Builds the manifests and checks them. Sends nothing.</summary>
public sealed class Render : IVerb
{
    public string Name => nameof(Render);

    public async Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Settings.IsEmbedded)
        {
            return Verdict.Skipped(Name, "an embedded Redis has no manifests to render; it gets the StatefulSet's arguments");
        }

        var options = EnvironmentFactory.Cluster(run.Settings);
        var manifests = await Kustomization.RenderAsync(options.ManifestsDirectory, options.OutputDirectory, options.Namespace, cancellationToken);
        return Verdict.Run(Name, $"{manifests.Count} objects for namespace {options.Namespace} in {options.OutputDirectory}");
    }
}
