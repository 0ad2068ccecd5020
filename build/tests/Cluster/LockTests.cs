using System.Globalization;
using k8s;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Tests.Cluster;

public sealed class LockTests : ClusterTest
{
    [Fact]
    public async Task A_second_operation_is_refused_and_the_first_is_named()
    {
        var first = await OpenAsync(Cluster.AsBackup());
        var second = await OpenAsync(Cluster.AsOperator());
        await using (await first.LockAsync("Backup", Token))
        {
            var refusal = await Assert.ThrowsAnyAsync<LifecycleException>(() => second.LockAsync("Destroy", Token));
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Backup by {Environment.UserName}@{Environment.MachineName} pid {Environment.ProcessId}"), refusal.Problem, StringComparison.Ordinal);
        }

        await using var free = await second.LockAsync("Destroy", Token);
    }

    [Fact]
    public async Task An_operation_can_wait_for_the_one_before()
    {
        var first = await OpenAsync(Cluster.AsBackup());
        var second = await OpenAsync(Cluster.AsBackup() with { LockWait = TimeSpan.FromSeconds(30) });
        var held = await first.LockAsync("Backup", Token);
        var waiting = second.LockAsync("Backup", Token);
        await Task.Delay(TimeSpan.FromSeconds(2), Token);
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();
        await using var taken = await waiting;
        await taken.RequireHeldAsync(Token);
    }

    [Fact]
    public async Task Of_many_that_come_at_once_one_gets_it()
    {
        var environment = await OpenAsync(Cluster.AsBackup());
        var attempts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                return await environment.LockAsync("Backup", Token);
            }
            catch (LifecycleException)
            {
                return null;
            }
        }));
        var held = Assert.Single(attempts, attempt => attempt is not null);
        await held!.DisposeAsync();
    }

    [Fact]
    public async Task A_dead_holder_is_got_over_and_finds_out_if_it_was_not_dead()
    {
        var environment = await OpenAsync(Cluster.AsBackup());
        await using var first = await environment.LockAsync("Restore", Token);
        var lease = await Cluster.Admin.CoordinationV1.ReadNamespacedLeaseAsync("redis-lifecycle", Cluster.Namespace, cancellationToken: Token);
        lease.Spec.HolderIdentity = "somebody@elsewhere pid 1 (000000)";
        lease.Spec.RenewTime = DateTime.UtcNow.AddMinutes(-5);
        _ = await Cluster.Admin.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, "redis-lifecycle", Cluster.Namespace, cancellationToken: Token);

        var loss = await Assert.ThrowsAnyAsync<LifecycleException>(() => first.RequireHeldAsync(Token));
        Assert.Contains("somebody@elsewhere", loss.Problem, StringComparison.Ordinal);
        await using var second = await environment.LockAsync("Backup", Token);
        await second.RequireHeldAsync(Token);
    }

    [Fact]
    public async Task What_was_begun_under_a_lock_that_is_lost_is_let_alone()
    {
        var environment = await DeployAsync();
        await using var held = await environment.LockAsync("Restore", Token);
        var stopped = await environment.Redis.StopAsync(Token);
        var lease = await Cluster.Admin.CoordinationV1.ReadNamespacedLeaseAsync("redis-lifecycle", Cluster.Namespace, cancellationToken: Token);
        lease.Spec.HolderIdentity = "somebody@elsewhere pid 1 (000000)";
        _ = await Cluster.Admin.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, "redis-lifecycle", Cluster.Namespace, cancellationToken: Token);

        await stopped.DisposeAsync();

        Assert.Contains("stays at 0 replicas: another run has the lock", Notes.Text, StringComparison.Ordinal);
        Assert.Equal("pod/redis-lifecycle-helper", (await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "pod", "-o", "name")).Trim());
        Assert.Equal("0", await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "statefulset", "redis", "-o", "jsonpath={.spec.replicas}"));
        _ = await Assert.ThrowsAsync<ConflictException>(() => environment.Redis.StopAsync(Token));
    }

    [Fact]
    public async Task What_was_begun_under_a_lock_that_nobody_has_any_more_is_put_back()
    {
        var environment = await DeployAsync();
        await using var held = await environment.LockAsync("Restore", Token);
        var stopped = await environment.Redis.StopAsync(Token);
        _ = await Cluster.Admin.CoordinationV1.DeleteNamespacedLeaseAsync("redis-lifecycle", Cluster.Namespace, cancellationToken: Token);

        await stopped.DisposeAsync();

        Assert.Equal("1", await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "statefulset", "redis", "-o", "jsonpath={.spec.replicas}"));
        await held.RequireHeldAsync(Token);
    }

    [Fact]
    public async Task Where_there_is_no_namespace_there_is_nothing_to_lock()
    {
        var environment = await OpenAsync(Cluster.AsOperator() with { Namespace = $"{Cluster.Namespace}-none", Kubeconfig = Environment.GetEnvironmentVariable("TEST_KUBECONFIG") });
        await using var nothing = await environment.LockAsync("Deploy", Token);
        await nothing.RequireHeldAsync(Token);
    }
}
