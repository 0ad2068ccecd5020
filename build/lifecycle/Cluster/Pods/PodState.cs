using k8s.Models;

namespace Lifecycle.Cluster.Pods;

internal enum PodPhase
{
    /// <summary>On its way; nothing says that it will not get there.</summary>
    Starting,

    /// <summary>Does not get further without help.</summary>
    Blocked,

    /// <summary>Its container ends and is started again, and ends.</summary>
    Crashing,

    Running,
}

/// <summary>How far a pod's container has come and what holds it up, in one line.</summary>
internal sealed record PodState(PodPhase Phase, string Reason, string Remedy = "")
{
    /// <summary>How often its container was started again after it had failed.</summary>
    public int Restarts { get; init; }

    public const string ClaimRemedy = "Give the cluster a default storage class, or name one in the manifests: kubectl get storageclass";

    private const string Describing = "See kubectl describe pod";
    private const string BackOffReason = "CrashLoopBackOff";
    private static readonly TimeSpan ShortRun = TimeSpan.FromMinutes(1);

    /// <summary>The kubelet forgets that it has restarted a container when twice its longest pause has gone by.</summary>
    private static readonly TimeSpan BackOffMemory = TimeSpan.FromMinutes(10);

    /// <summary>No node has what it asks for.</summary>
    public bool LacksResources => Reason.Contains("Insufficient", StringComparison.Ordinal);

    public static PodState Of(Pod pod, string container)
    {
        var name = pod.Metadata.Name;
        if (pod.Metadata.DeletionTimestamp is not null)
        {
            return new PodState(PodPhase.Starting, $"pod {name} is being deleted");
        }

        // Sidecars are init containers too, and go on beside it.
        var main = pod.Status?.ContainerStatuses?.FirstOrDefault(each => each.Name == container);
        return (main is null || (main.State?.Running is null && LastEnd(main) is null)) && pod.Status?.InitContainerStatuses?.FirstOrDefault(HoldsUp) is { } first ? OfInitContainer(name, first)
            : main is not null ? OfContainer(name, main)
            : OfUnscheduled(pod);
    }

    /// <summary>The last run of the container has failed, and no other one goes on.</summary>
    public static bool EndedBadly(Pod pod, string container) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault(each => each.Name == container) is { State.Running: null } status && LastEnd(status) is { ExitCode: not 0 };

    /// <summary>It has ended as it was told to, and the kubelet takes its time to start it again: it says so, or, which is up to 10 s earlier, is bound to.</summary>
    public static bool IsHeldBack(Pod pod, string container) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault(each => each.Name == container) is { State.Running: null } status
        && LastEnd(status) is { ExitCode: 0 } end
        && (status.State.Waiting is { Reason: BackOffReason } || (status is { State.Terminated: not null, RestartCount: > 0 } && end.FinishedAt - end.StartedAt < BackOffMemory));

    // One that has failed may be waiting for something, and is tried again; one whose image is not to be had is not.
    private static bool HoldsUp(V1ContainerStatus init) => init.State?.Terminated is not { ExitCode: 0 } && init.State?.Running is null && (LastEnd(init) is { ExitCode: not 0 } || OfWaiting("", init).Phase == PodPhase.Blocked);

    private static PodState OfInitContainer(string name, V1ContainerStatus init) => LastEnd(init) is { ExitCode: not 0 } end
        ? new PodState(PodPhase.Starting, $"init container {init.Name} of pod {name} ended with exit status {end.ExitCode}, {init.RestartCount} restarts so far", $"See kubectl logs {name} -c {init.Name}")
        : OfWaiting(name, init);

    private static PodState OfContainer(string name, V1ContainerStatus status)
    {
        if (status.State?.Running is not null)
        {
            return new PodState(PodPhase.Running, status.Ready ? $"pod {name} is ready" : $"pod {name} runs, but its readiness probe does not succeed", Describing);
        }

        if (LastEnd(status) is { ExitCode: not 0 } end)
        {
            return new PodState(
                Loops(status, end) ? PodPhase.Crashing : PodPhase.Starting,
                end.Reason == "OOMKilled"
                    ? $"Redis in pod {name} was killed for using more memory than its limit"
                    : $"Redis in pod {name} ended with exit status {end.ExitCode}, {status.RestartCount} restarts so far",
                "See kubectl logs --previous")
            {
                Restarts = status.RestartCount,
            };
        }

        return OfWaiting(name, status);
    }

    private static PodState OfWaiting(string name, V1ContainerStatus status)
    {
        var waiting = status.State?.Waiting;
        return waiting?.Reason switch
        {
            "ErrImagePull" or "ImagePullBackOff" or "InvalidImageName" or "ErrImageNeverPull" or "ImageInspectError" => new PodState(
                PodPhase.Blocked, $"image {status.Image} of pod {name} cannot be pulled ({waiting.Reason})", "Correct the image in the manifests and Deploy, or check the node's access to its registry"),
            "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" => new PodState(
                PodPhase.Blocked, $"the container of pod {name} cannot be created: {waiting.Message}", "Correct the manifests and Deploy"),
            _ => new PodState(PodPhase.Starting, $"pod {name} is starting ({waiting?.Reason ?? "its container ended"})", Describing),
        };
    }

    private static PodState OfUnscheduled(Pod pod)
    {
        var scheduled = pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "PodScheduled");
        return scheduled is { Status: "False" }
            ? new PodState(PodPhase.Blocked, $"pod {pod.Metadata.Name} is not scheduled: {scheduled.Message}", RemedyFor(scheduled.Message ?? ""))
            : new PodState(PodPhase.Starting, $"pod {pod.Metadata.Name} is starting ({pod.Status?.Reason ?? pod.Status?.Phase ?? "not seen by a node yet"})", Describing);
    }

    // A container that ran for a while and then failed may well come back; one that fails at its start does not.
    private static bool Loops(V1ContainerStatus status, V1ContainerStateTerminated end) =>
        status.State?.Waiting?.Reason == BackOffReason && (status.RestartCount > 1 || end.FinishedAt - end.StartedAt < ShortRun);

    private static V1ContainerStateTerminated? LastEnd(V1ContainerStatus status) => status.State?.Terminated ?? status.LastState?.Terminated;

    private static string RemedyFor(string message) => message switch
    {
        _ when message.Contains("Insufficient", StringComparison.Ordinal) => "Free resources on the node, or lower the requests in the manifests",
        _ when message.Contains("PersistentVolumeClaim", StringComparison.OrdinalIgnoreCase) => ClaimRemedy,
        _ => Describing,
    };
}
