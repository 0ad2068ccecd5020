using k8s.Models;
using Lifecycle.Cluster.Pods;
using Lifecycle.Reporting;

namespace Lifecycle.Tests.Cluster;

public sealed class PodStateTests
{
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_container_that_fails_at_its_start_crash_loops() =>
        Assert.Equal(PodPhase.Crashing, State(BackOff(exitCode: 1, ran: TimeSpan.FromSeconds(1))).Phase);

    [Fact]
    public void One_that_ran_for_long_and_failed_once_is_expected_back() =>
        Assert.Equal(PodPhase.Starting, State(BackOff(exitCode: 137, ran: TimeSpan.FromHours(1))).Phase);

    [Fact]
    public void One_that_was_shut_down_is_expected_back_however_long_its_back_off() =>
        Assert.Equal(PodPhase.Starting, State(BackOff(exitCode: 0, ran: TimeSpan.FromSeconds(1))).Phase);

    [Fact]
    public void One_that_was_shut_down_and_is_not_started_again_yet_is_held_back()
    {
        Assert.True(PodState.IsHeldBack(Pod(BackOff(exitCode: 0, ran: TimeSpan.FromSeconds(1))), "redis"));
        Assert.False(PodState.IsHeldBack(Pod(BackOff(exitCode: 1, ran: TimeSpan.FromSeconds(1))), "redis"));
        Assert.False(PodState.IsHeldBack(Pod(new V1ContainerStatus { Name = "redis", State = new V1ContainerState { Running = new V1ContainerStateRunning() } }), "redis"));
    }

    [Theory]
    [InlineData(1, 9, true)]
    [InlineData(1, 11, false)]
    [InlineData(0, 1, false)]
    public void One_that_has_just_ended_is_held_back_where_it_was_started_again_within_ten_minutes(int restarts, int minutes, bool held)
    {
        var status = new V1ContainerStatus
        {
            Name = "redis",
            RestartCount = restarts,
            State = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 0, StartedAt = Noon.AddMinutes(-minutes), FinishedAt = Noon } },
        };
        Assert.Equal(held, PodState.IsHeldBack(Pod(status), "redis"));
    }

    [Fact]
    public void An_image_that_cannot_be_pulled_blocks() =>
        Assert.Equal(PodPhase.Blocked, State(new V1ContainerStatus { Name = "redis", Image = "x", State = Waiting("ImagePullBackOff") }).Phase);

    [Fact]
    public void What_holds_up_an_init_container_is_told_with_its_name()
    {
        var main = new V1ContainerStatus { Name = "redis", State = Waiting("PodInitializing") };
        var failed = new V1ContainerStatus { Name = "prepare", RestartCount = 2, State = Waiting("CrashLoopBackOff"), LastState = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 3 } } };
        var missing = new V1ContainerStatus { Name = "prepare", Image = "x", State = Waiting("ImagePullBackOff") };
        var done = new V1ContainerStatus { Name = "prepare", State = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = 0 } }, LastState = failed.LastState };

        Assert.Equal("init container prepare of pod redis-0 ended with exit status 3, 2 restarts so far", State(main, failed).Reason);
        Assert.Equal((PodPhase.Blocked, "image x of pod redis-0 cannot be pulled (ImagePullBackOff)"), (State(main, missing).Phase, State(main, missing).Reason));
        Assert.Equal("pod redis-0 is starting (PodInitializing)", State(main, done).Reason);
        // A sidecar, which goes on beside it.
        Assert.Equal(PodPhase.Running, State(new V1ContainerStatus { Name = "redis", State = new V1ContainerState { Running = new V1ContainerStateRunning() } }, failed).Phase);
        Assert.Equal(PodPhase.Crashing, State(BackOff(exitCode: 1, ran: TimeSpan.FromSeconds(1)), failed).Phase);
    }

    [Fact]
    public void A_pod_that_is_being_deleted_is_not_taken_for_running()
    {
        var pod = Pod(new V1ContainerStatus { Name = "redis", State = new V1ContainerState { Running = new V1ContainerStateRunning() } });
        pod.Metadata.DeletionTimestamp = Noon;
        Assert.Equal(PodPhase.Starting, PodState.Of(pod, "redis").Phase);
    }

    private static PodState State(V1ContainerStatus status, V1ContainerStatus init)
    {
        var pod = Pod(status);
        pod.Status!.InitContainerStatuses = [init];
        return PodState.Of(pod, "redis");
    }

    private static PodState State(V1ContainerStatus status) => PodState.Of(Pod(status), "redis");

    private static Pod Pod(V1ContainerStatus status) => new() { Metadata = new V1ObjectMeta { Name = "redis-0" }, Status = new V1PodStatus { ContainerStatuses = [status] } };

    private static V1ContainerState Waiting(string reason) => new() { Waiting = new V1ContainerStateWaiting { Reason = reason } };

    private static V1ContainerStatus BackOff(int exitCode, TimeSpan ran) => new()
    {
        Name = "redis",
        RestartCount = 1,
        State = Waiting("CrashLoopBackOff"),
        LastState = new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = exitCode, StartedAt = Noon - ran, FinishedAt = Noon } },
    };
}
