using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Lifecycle.Cluster.Exec;
using Lifecycle.Cluster.Pods;

namespace Lifecycle.Tests.Cluster;

/// <summary>What is read of an object is what the API server wrote: our models beside those of the client library.</summary>
public sealed class ReadingTests
{
    private const string Template = """
        {"containers": [{"name": "redis", "image": "redis:7-alpine", "command": ["redis-server"], "args": ["--appendonly", "yes"],
          "ports": [{"containerPort": 6379, "protocol": "TCP"}], "env": [{"name": "A", "value": "b"}],
          "resources": {"limits": {"cpu": "250m", "memory": "256Mi"}, "requests": {"cpu": 0.05}},
          "volumeMounts": [{"name": "data", "mountPath": "/data", "subPath": "redis", "readOnly": false}]}],
         "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data-redis-0"}}, {"name": "token", "projected": {"sources": []}}]}
        """;

    private const string Metadata = """
        {"name": "redis-0", "namespace": "data", "uid": "e7", "resourceVersion": "12", "generation": 3, "labels": {"app": "redis"}, "annotations": {"a.b/c": "d"},
         "creationTimestamp": "2026-02-07T11:41:17Z", "deletionTimestamp": "2026-02-07T11:42:17Z",
         "managedFields": [{"manager": "argocd-controller", "operation": "Apply", "time": "2026-02-07T11:41:17Z", "fieldsV1": {"f:metadata": {".": {}}}}]}
        """;

    private const string Status = """
        {"phase": "Running", "reason": "Evicted", "startTime": "2026-02-07T11:41:17Z", "qosClass": "Burstable",
         "conditions": [{"type": "Ready", "status": "False", "message": "no", "lastProbeTime": null, "lastTransitionTime": "2026-02-07T11:41:17Z"}],
         "containerStatuses": [{"name": "redis", "image": "redis:7-alpine", "imageID": "", "ready": true, "restartCount": 2, "started": true,
           "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off"}},
           "lastState": {"terminated": {"exitCode": 137, "reason": "OOMKilled", "startedAt": "2026-02-07T11:41:17Z", "finishedAt": "2026-02-07T11:41:18Z"}}}]}
        """;

    [Fact]
    public void A_pod_is_read_as_the_client_library_reads_it()
    {
        const string Json = $$"""{"kind": "Pod", "metadata": {{Metadata}}, "spec": {{Template}}, "status": {{Status}} }""";
        var (read, theirs) = (JsonSerializer.Deserialize(Json, ReadContext.Default.Pod)!, KubernetesJson.Deserialize<V1Pod>(Json));

        RequireSame(theirs.Metadata, read.Metadata);
        RequireSame(theirs.Status, read.Status);
        RequireSame(theirs.Spec, read.Spec);
    }

    [Fact]
    public void A_StatefulSet_is_read_as_the_client_library_reads_it_and_one_that_is_declared_likewise()
    {
        const string Json = $$"""
            {"metadata": {{Metadata}},
             "spec": {"replicas": 1, "serviceName": "redis", "template": {"metadata": {"labels": {"app": "redis"} }, "spec": {{Template}} },
               "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {"resources": {"requests": {"storage": "5Gi"} } } }],
               "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Delete"} },
             "status": {"observedGeneration": 3, "replicas": 1, "readyReplicas": 1, "currentRevision": "a", "updateRevision": "b"} }
            """;
        var (read, theirs) = (JsonSerializer.Deserialize(Json, ReadContext.Default.StatefulSet)!, KubernetesJson.Deserialize<V1StatefulSet>(Json));

        Assert.Equal("StatefulSet", read.Kind);
        Assert.Equal(new DataVolume("data-redis-0-0", read.Spec.Template.Spec.Containers[0].VolumeMounts![0], IsOfTemplate: true), DataVolume.Of(read, "redis"));
        Assert.Equal("redis", DataVolume.Container(theirs, "redis").Name);
        Assert.Equal(PodShell.DataDirectory, DataVolume.Of(read, "redis").Mount.MountPath);
        foreach (var each in new[] { read, StatefulSet.Of(theirs) })
        {
            RequireSame(theirs.Metadata, each.Metadata);
            RequireSame(theirs.Status, each.Status);
            RequireSame(theirs.Spec, each.Spec);
        }
    }

    [Fact]
    public void What_an_answer_lacks_is_empty()
    {
        var pod = JsonSerializer.Deserialize("{}", ReadContext.Default.Pod)!;
        Assert.Empty(pod.Spec.Containers);
        Assert.NotNull(pod.Metadata);
        Assert.Empty(JsonSerializer.Deserialize("""{"spec": {"template": {} } }""", ReadContext.Default.StatefulSet)!.Spec.Template.Spec.Containers);
        Assert.Empty(JsonSerializer.Deserialize("{}", ReadContext.Default.Pods)!.Items);
    }

    // Each property that our model has.
    private static void RequireSame(object theirs, object? read) =>
        RequireSame(JsonSerializer.SerializeToNode(theirs, JsonSerializerOptions.Web), JsonSerializer.SerializeToNode(read, JsonSerializerOptions.Web), "");

    private static void RequireSame(JsonNode? theirs, JsonNode? read, string path)
    {
        switch (read)
        {
            case JsonObject fields:
                Assert.All(fields, field => RequireSame(theirs?[field.Key], field.Value, $"{path}.{field.Key}"));
                break;
            case JsonArray items:
                Assert.Equal(items.Count, theirs?.AsArray().Count);
                Assert.All(items, (item, index) => RequireSame(theirs![index], item, $"{path}[{index}]"));
                break;
            default:
                Assert.True(JsonNode.DeepEquals(theirs, read), $"{path}: {read} instead of {theirs}");
                break;
        }
    }
}
