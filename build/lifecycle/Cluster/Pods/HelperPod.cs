using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Exec;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Pods;

/// <summary>A pod on the claim of a stopped Redis. It has Redis' own image, which its node has already.</summary>
internal sealed class HelperPod(Kubernetes client, V1StatefulSet statefulSet, ClusterOptions options)
{
    private const string ContainerName = "shell";
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(8);

    private readonly string _name = $"{statefulSet.Metadata.Name}-lifecycle-helper";

    public PodShell Shell => new(client, options.Namespace, _name, ContainerName);

    /// <exception cref="LifecycleException">It does not come up; the message says what holds it up.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ = await client.CoreV1.CreateNamespacedPodAsync(Describe(), options.Namespace, fieldManager: ClusterOptions.FieldManager, cancellationToken: cancellationToken);
        var state = new PodState(PodPhase.Starting, $"pod {_name} is starting");
        var up = await options.Wait().UntilTrueAsync(
            async token =>
            {
                state = PodState.Of(await client.CoreV1.ReadNamespacedPodAsync(_name, options.Namespace, cancellationToken: token), ContainerName);
                return state.Phase == PodPhase.Running;
            },
            cancellationToken);
        if (!up)
        {
            throw new LifecycleException($"The helper on the volume does not start: {state.Reason}", state.Remedy);
        }
    }

    /// <summary>Deletes it, if there is one, and waits until it has let go of the volume.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (await client.CoreV1.DeleteNamespacedPodAsync(_name, options.Namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync() is null)
        {
            return;
        }

        if (!await options.Wait().UntilTrueAsync(IsGoneAsync, cancellationToken))
        {
            throw new LifecycleException($"The helper pod {options.Namespace}/{_name} does not end", "See kubectl describe pod; its node may be down. Then run it again");
        }
    }

    private async Task<bool> IsGoneAsync(CancellationToken cancellationToken) =>
        await client.CoreV1.ReadNamespacedPodAsync(_name, options.Namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync() is null;

    private V1Pod Describe()
    {
        var volume = DataVolume.Of(statefulSet, options.Container);
        var redis = DataVolume.Container(statefulSet, options.Container);
        var template = statefulSet.Spec.Template.Spec;
        return new V1Pod
        {
            ApiVersion = V1Pod.KubeApiVersion,
            Kind = V1Pod.KubeKind,
            Metadata = new V1ObjectMeta { Name = _name, Labels = Labels() },
            Spec = new V1PodSpec
            {
                ActiveDeadlineSeconds = (long)LongestLife.TotalSeconds,
                AutomountServiceAccountToken = false,
                ImagePullSecrets = template.ImagePullSecrets,
                NodeSelector = template.NodeSelector,
                RestartPolicy = "Never",
                SecurityContext = template.SecurityContext,
                // sleep, as the first process of a container, does not act on TERM.
                TerminationGracePeriodSeconds = 1,
                Tolerations = template.Tolerations,
                Containers =
                [
                    new V1Container
                    {
                        Name = ContainerName,
                        Image = redis.Image,
                        ImagePullPolicy = redis.ImagePullPolicy,
                        Command = ["sleep", $"{(long)LongestLife.TotalSeconds}"],
                        Resources = redis.Resources,
                        SecurityContext = redis.SecurityContext,
                        VolumeMounts = [volume.Mount],
                    },
                ],
                Volumes = [new V1Volume { Name = volume.Mount.Name, PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = volume.Claim } }],
            },
        };
    }

    // Of this tool alone: none that a Service or the StatefulSet selects.
    private Dictionary<string, string> Labels() => new() { ["redis-lifecycle/helper"] = statefulSet.Metadata.Name };
}
