using System.Text.Json.Nodes;
using Lifecycle.Cluster.Manifests;

namespace Lifecycle.Tests.Cluster;

public sealed class FieldPathTests
{
    private static readonly JsonNode Service = JsonNode.Parse("""
        {
          "metadata": { "labels": { "app.kubernetes.io/name": "redis", "app": "x" }, "finalizers": ["a", "b.c/d"] },
          "spec": { "ports": [{ "port": 6379, "protocol": "UDP", "name": "u" }, { "port": 6379, "protocol": "TCP", "targetPort": "redis" }] }
        }
        """)!;

    [Theory]
    [InlineData(".metadata.labels.app.kubernetes.io/name", "redis")]
    [InlineData(".metadata.labels.app", "x")]
    [InlineData(""".metadata.finalizers[="b.c/d"]""", "b.c/d")]
    [InlineData(".metadata.finalizers[0]", "a")]
    [InlineData(""".spec.ports[port=6379,protocol="TCP"].targetPort""", "redis")]
    [InlineData(""".spec.ports[protocol="UDP"].name""", "u")]
    [InlineData(".spec.ports[0].protocol", "UDP")]
    public void A_field_is_found_by_the_path_that_an_apply_is_refused_with(string path, string value) =>
        Assert.Equal(value, FieldPath.Find(Service, path)?.GetValue<string>());

    [Theory]
    [InlineData(".spec.type")]
    [InlineData(".spec.ports[port=1].targetPort")]
    [InlineData(".spec.ports[7]")]
    [InlineData(".spec.ports.x")]
    public void Where_nothing_is_nothing_is_found(string path) => Assert.Null(FieldPath.Find(Service, path));
}
