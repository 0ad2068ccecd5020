using Lifecycle.Embedded;
using Lifecycle.Reporting;

namespace Lifecycle.Operations;

/// <summary>Opens the environment that the settings name.</summary>
internal static class EnvironmentFactory
{
    public static async Task<IEnvironment> OpenAsync(Settings settings, IReporter reporter, CancellationToken cancellationToken) =>
        settings.IsEmbedded
            ? await EmbeddedEnvironment.OpenAsync(Embedded(settings), reporter, cancellationToken)
            : throw new LifecycleException($"The environment '{settings.Environment}' is not available", "Give --environment embedded");

    private static EmbeddedOptions Embedded(Settings settings) => new(
        Path.Combine(settings.TemporaryDirectory, "embedded"),
        Path.Combine(settings.TemporaryDirectory, "redis-server"),
        Path.Combine(settings.Root, "k8s", "apps", "redis", "statefulset.yaml"),
        settings.SampleKeys);
}
