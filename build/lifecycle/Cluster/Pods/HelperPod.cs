using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Cluster.Exec;
using Lifecycle.Failures;
using Lifecycle.Waiting;

namespace Lifecycle.Cluster.Pods;

/// <summary>A pod on the claim of a stopped Redis. It has Redis' own image, which its node has already.</summary>
internal sealed class HelperPod(Kubernetes client, string statefulSet, ClusterOptions options)
{
    private const string ContainerName = "shell";
    // An image may take a moment, and a second attempt; then it is not going to come.
    private static readonly TimeSpan BlockedPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(8);

    private readonly string _name = $"{statefulSet}-lifecycle-helper";

    public PodShell Shell => new(client, options.Namespace, _name, ContainerName);

    /// <param name="like">The StatefulSet that is stopped, whole: the helper is to run wherever its pod may.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LifecycleException">It does not come up; the message says what holds it up.</exception>
    public async Task StartAsync(V1StatefulSet like, CancellationToken cancellationToken)
    {
        _ = await client.CoreV1.CreateNamespacedPodAsync(Describe(like), options.Namespace, fieldManager: ClusterOptions.FieldManager, cancellationToken: cancellationToken);
        var state = new PodState(PodPhase.Starting, $"pod {_name} is starting");
        var blocked = new Patience(BlockedPatience, options.Clock);
        var up = await options.UntilTrueAsync(
            async token =>
            {
                var pod = await ReadAsync(token).OrNullIfNotFoundAsync() ?? throw new ConflictException($"The helper pod {options.Namespace}/{_name} was removed", "Run it again when nobody else is at work");
                state = PodState.Of(pod, ContainerName);
                if (state.Phase != PodPhase.Blocked || pod.Status?.ContainerStatuses is not { Count: > 0 })
                {
                    blocked.Renew();
                }

                return state.Phase == PodPhase.Running || pod.Status?.Phase == "Failed" || blocked.IsOver;
            },
            cancellationToken);
        if (!up || state.Phase != PodPhase.Running)
        {
            throw new LifecycleException($"The helper on the volume does not start: {state.Reason}{await Warnings.BesideAsync(client, options.Namespace, _name, cancellationToken)}", state.Remedy);
        }
    }

    /// <summary>Deletes it, if there is one, and waits until it has let go of the volume.</summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (await client.CoreV1.DeleteNamespacedPodAsync(_name, options.Namespace, cancellationToken: cancellationToken).OrNullIfNotFoundAsync() is null)
        {
            return;
        }

        if (!await options.UntilTrueAsync(IsGoneAsync, cancellationToken))
        {
            throw new LifecycleException($"The helper pod {options.Namespace}/{_name} does not end", "See kubectl describe pod; its node may be down. Then run it again");
        }
    }

    private async Task<bool> IsGoneAsync(CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken).OrNullIfNotFoundAsync() is null;

    private Task<Pod> ReadAsync(CancellationToken cancellationToken) => client.ReadAsync($"api/v1/namespaces/{options.Namespace}/pods/{_name}", ReadContext.Default.Pod, cancellationToken);

    private V1Pod Describe(V1StatefulSet like)
    {
        var volume = DataVolume.Of(StatefulSet.Of(like), options.Container);
        var redis = DataVolume.Container(like, options.Container);
        var template = like.Spec.Template.Spec;
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
    private Dictionary<string, string> Labels() => new() { ["redis-lifecycle/helper"] = statefulSet };
}
