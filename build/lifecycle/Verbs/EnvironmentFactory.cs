using System.Text.RegularExpressions;
using Lifecycle.Cluster;
using Lifecycle.Cluster.Api;
using Lifecycle.Embedded;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Volume;

namespace Lifecycle.Verbs;

/// <summary>Opens the environment that the settings name.</summary>
internal static partial class EnvironmentFactory
{
    public static async Task<IEnvironment> OpenAsync(Settings settings, IReporter reporter, CancellationToken cancellationToken) =>
        settings.IsEmbedded
            ? await EmbeddedEnvironment.OpenAsync(Embedded(settings), reporter, cancellationToken)
            : await ClusterEnvironment.ConnectAsync(Cluster(settings), reporter, cancellationToken);

    public static ClusterOptions Cluster(Settings settings) => new(
        RequireName(settings.Namespace),
        settings.Selector,
        settings.Container,
        settings.Kubeconfig,
        settings.KubeContext,
        settings.WaitTimeout,
        Path.Combine(settings.Root, "k8s", "apps", "redis"),
        Path.Combine(settings.OutputDirectory, "manifests"))
    {
        Environment = settings.Environment,
        Adopt = settings.Adopt,
        Access = new RedisAccess { User = settings.RedisUser },
        AuthSecret = settings.RedisAuthSecret,
    };

    private static EmbeddedOptions Embedded(Settings settings) => settings.RedisAuthSecret is { } secret
        ? throw new MistakeException($"--redis-auth-secret {secret} names a Secret of a cluster, and an embedded Redis has none", "Leave it out, and put the password into REDISCLI_AUTH")
        : new EmbeddedOptions(
            Path.Combine(settings.TemporaryDirectory, "embedded"),
            Path.Combine(settings.TemporaryDirectory, "redis-server"),
            Path.Combine(settings.Root, "k8s", "apps", "redis", "statefulset.yaml"),
            settings.SampleKeys)
        {
            RedisUser = settings.RedisUser,
            IsRehearsal = settings.DryRun,
        };

    private static string RequireName(string @namespace) => Label().IsMatch(@namespace)
        ? @namespace
        : throw new LifecycleException($"'{@namespace}' is no namespace", "Give --namespace as lower-case letters, digits and dashes");

    // RFC 1123, as Kubernetes checks it.
    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex Label();
}
