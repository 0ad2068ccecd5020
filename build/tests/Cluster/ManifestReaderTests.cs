using k8s.Models;
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

    [Theory]
    [InlineData("ports:", "portz:", "Service redis is not well formed: it has no field spec.portz (line 4 of its manifest)")]
    [InlineData("port: 6379", "port: 6379, nodeport: 1", "Service redis is not well formed: it has no field spec.ports[0].nodeport (line 4 of its manifest)")]
    [InlineData("port: 6379", "port: many", "Service redis is not well formed: what spec.ports[0].port is set to does not belong there (line 4 of its manifest)")]
    [InlineData("namespace: data", "namespace: data, labels: {a.b/c: 5}", "Service redis is not well formed: what metadata.labels")]
    [InlineData("port: 6379", "port: 6379, targetPort: true", "Service redis is not well formed: ")]
    [InlineData("metadata:", "metadata: {}\nmetadata:", "Service redis is not well formed: Duplicate key metadata (line 4 of its manifest)")]
    [InlineData("spec: {", "spec: [", "An object is not well formed")]
    public void What_the_API_server_would_drop_or_refuse_is_an_error_that_names_object_field_and_line(string right, string wrong, string problem) =>
        Assert.StartsWith(problem, Refuse(StatefulSet, Service.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_field_is_an_error_that_names_the_object() =>
        Assert.Contains("Service redis", Refuse(StatefulSet, Service.Replace("ports:", "portz:", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void A_field_given_twice_is_an_error() =>
        Assert.Contains("StatefulSet redis", Refuse(StatefulSet.Replace("serviceName: redis,", "serviceName: redis, serviceName: other,", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("cpu: 1", "1")]
    [InlineData("cpu: 0.25", "250m")]
    [InlineData("cpu: 250m", "250m")]
    [InlineData("cpu: \"1\"", "1")]
    public void A_quantity_may_be_a_number_or_text(string written, string read)
    {
        var manifest = Read(StatefulSet.Replace("image: redis}", $"image: redis, resources: {{limits: {{{written}}}}}}}", StringComparison.Ordinal))[0];
        Assert.Equal(new ResourceQuantity(read).ToDecimal(), Manifest.RedisOf([manifest]).Spec.Template.Spec.Containers[0].Resources.Limits["cpu"].ToDecimal());
    }

    [Theory]
    [InlineData("256MB")]
    [InlineData("abc")]
    [InlineData("\"\"")]
    public void What_is_no_quantity_is_an_error_that_names_the_object(string quantity) =>
        Assert.StartsWith("StatefulSet redis is not well formed: ", Refuse(StatefulSet.Replace("image: redis}", $"image: redis, resources: {{limits: {{memory: {quantity}}}}}}}", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void A_word_that_only_looks_like_a_number_is_text()
    {
        var service = Read(StatefulSet, Service.Replace("namespace: data", "namespace: data, annotations: {commit: 5e12345, digits: ２０}", StringComparison.Ordinal))[0];
        Assert.Equal(["5e12345", "２０"], service.Declared["metadata"]!["annotations"]!.AsObject().Select(annotation => (string?)annotation.Value));
    }

    [Fact]
    public void What_is_written_without_quotes_is_read_as_kubectl_reads_it()
    {
        const string Volumes = "volumes: [{name: files, secret: {secretName: s, defaultMode: 0440, optional: true}}, {name: scratch, emptyDir: {}}, {name: other, persistentVolumeClaim: }]";
        var manifest = Read(StatefulSet.Replace("image: redis}]", $"image: redis, command: [\"true\", '12', redis-server, yes, 1.2.3]}}], {Volumes}", StringComparison.Ordinal))[0];
        var pod = Manifest.RedisOf([manifest]).Spec.Template.Spec;

        Assert.Equal(["true", "12", "redis-server", "yes", "1.2.3"], pod.Containers[0].Command);
        Assert.Equal(288, pod.Volumes[0].Secret.DefaultMode);
        Assert.True(pod.Volumes[0].Secret.Optional);
        Assert.NotNull(pod.Volumes[1].EmptyDir);
        Assert.Null(pod.Volumes[2].PersistentVolumeClaim);
    }

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
