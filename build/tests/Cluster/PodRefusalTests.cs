using Lifecycle.Cluster.Pods;

namespace Lifecycle.Tests.Cluster;

public sealed class PodRefusalTests
{
    [Fact]
    public void Pod_Security_is_told_in_short_with_its_remedy()
    {
        const string Event = """StatefulSet redis: create Pod redis-0 in StatefulSet redis failed error: pods "redis-0" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "redis" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "redis" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "redis" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "redis" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")""";
        var state = PodRefusal.Of("redis", Event);
        Assert.NotNull(state);
        Assert.Equal("""the pod of StatefulSet redis is refused: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile""", state.Reason);
        Assert.Contains("securityContext", state.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_webhook_is_named() =>
        Assert.Equal(
            """the pod of StatefulSet redis is refused: "policy.example.com" denied the request: no""",
            PodRefusal.Of("redis", """StatefulSet redis: create Pod redis-0 in StatefulSet redis failed error: admission webhook "policy.example.com" denied the request: no""")?.Reason);

    [Theory]
    [InlineData("etcdserver: request timed out")]
    [InlineData("""pods "redis-0" is forbidden: error looking up service account data/default: serviceaccount "default" not found""")]
    public void What_is_only_late_is_not_refused(string why) =>
        Assert.Null(PodRefusal.Of("redis", $"StatefulSet redis: create Pod redis-0 in StatefulSet redis failed error: {why}"));
}
