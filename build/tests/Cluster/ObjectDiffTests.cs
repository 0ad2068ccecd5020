using System.Text.Json.Nodes;
using k8s.Models;
using Lifecycle.Cluster.Manifests;

namespace Lifecycle.Tests.Cluster;

/// <summary>What is told of two objects that differ.</summary>
public sealed class ObjectDiffTests
{
    [Fact]
    public void A_password_in_arguments_or_variables_is_not_shown_where_it_changes_and_everything_else_is()
    {
        var live = Of("redis:7", "old-secret");
        var wanted = Of("redis:8", "new-secret");

        var told = string.Join('\n', ObjectDiff.Between(Json(live), Json(wanted), onlyDeclared: true));

        Assert.Contains("containers[redis].image: redis:7 → redis:8", told, StringComparison.Ordinal);
        Assert.Contains("containers[redis].args[1]: changed", told, StringComparison.Ordinal);
        Assert.Contains("containers[redis].env[REDIS_PASSWORD].value: changed", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_not_shown_where_the_whole_container_is_new()
    {
        var live = Of("redis:7", "old-secret");
        live.Spec.Template.Spec.Containers = [];

        var told = string.Join('\n', ObjectDiff.Between(Json(live), Json(Of("redis:8", "new-secret")), onlyDeclared: true));

        Assert.Contains("redis:8", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", told, StringComparison.Ordinal);
    }

    private static JsonObject Json(V1StatefulSet item) => Manifest.Of(item).Declared;

    private static V1StatefulSet Of(string image, string password) => new()
    {
        Metadata = new V1ObjectMeta { Name = "redis" },
        Spec = new V1StatefulSetSpec
        {
            Template = new V1PodTemplateSpec
            {
                Spec = new V1PodSpec { Containers = [new V1Container { Name = "redis", Image = image, Args = ["--requirepass", password], Env = [new V1EnvVar { Name = "REDIS_PASSWORD", Value = password }] }] },
            },
        },
    };
}
