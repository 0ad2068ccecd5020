using Lifecycle.Cluster.Manifests;
using Lifecycle.Failures;
using Lifecycle.Reporting;

namespace Lifecycle.Tests.Cluster;

public sealed class ManifestReaderTests
{
    private const string Service = """
        apiVersion: v1
        kind: Service
        metadata: {name: redis, namespace: data}
        spec: {ports: [{port: 6379}]}
        """;

    private const string StatefulSet = """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: redis, namespace: data}
        spec: {serviceName: redis, selector: {matchLabels: {a: b}}, template: {spec: {containers: [{name: redis, image: redis}]}}}
        """;

    private const string Namespace = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: data}
        """;

    [Fact]
    public void Objects_come_in_the_order_in_which_they_need_each_other() =>
        Assert.Equal(["Namespace data", "Service redis", "StatefulSet redis"], Read(StatefulSet, Service, Namespace).Select(manifest => manifest.ToString()));

    [Fact]
    public void An_unknown_field_is_an_error_that_names_the_object() =>
        Assert.Contains("Service redis", Refuse(StatefulSet, Service.Replace("ports:", "portz:", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void A_field_given_twice_is_an_error() =>
        Assert.Contains("StatefulSet redis", Refuse(StatefulSet.Replace("serviceName: redis,", "serviceName: redis, serviceName: other,", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void An_object_declared_twice_is_an_error() =>
        Assert.Contains("Service redis is declared 2 times", Refuse(StatefulSet, Service, Service), StringComparison.Ordinal);

    [Fact]
    public void An_object_of_another_namespace_is_an_error() =>
        Assert.Contains("Service redis is declared in namespace 'elsewhere', not 'data'", Refuse(StatefulSet, Service.Replace("namespace: data", "namespace: elsewhere", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void A_kind_that_Deploy_does_not_know_is_an_error_rather_than_left_out() =>
        Assert.Contains("Secret password", Refuse(StatefulSet, "apiVersion: v1\nkind: Secret\nmetadata: {name: password, namespace: data}"), StringComparison.Ordinal);

    private static IReadOnlyList<Manifest> Read(params string[] documents) => ManifestReader.Read(string.Join("\n---\n", documents), "data");

    private static string Refuse(params string[] documents) => Assert.Throws<LifecycleException>(() => Read(documents)).Problem;
}
