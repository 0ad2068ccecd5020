using System.Text;
using Lifecycle.Tests.Access;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

/// <summary>The password of a Secret is looked for here, in the pod and in what the cluster keeps, while every verb runs.</summary>
public sealed class ClusterSecretTests : ClusterTest
{
    private const string Patch = """
        - {op: remove, path: /spec/template/spec/containers/0/readinessProbe}
        - {op: replace, path: /spec/template/spec/containers/0/args, value: [redis-server, /config/redis.conf]}
        - {op: add, path: /spec/template/spec/volumes, value: [{name: config, secret: {secretName: redis-config}}]}
        - {op: add, path: /spec/template/spec/containers/0/volumeMounts/-, value: {name: config, mountPath: /config}}

        """;

    [Fact]
    public async Task No_process_of_a_pod_or_of_this_machine_shows_the_password_and_no_log_or_object()
    {
        var password = $"secret-{Guid.NewGuid():N}";
        await CreateAsync("redis-config", $"redis.conf=appendonly yes\nuser default off\nuser keeper on >{password} ~* &* +@all\n");
        await CreateAsync("redis-auth", $"password={password}");
        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "apply", "-f", Path.Combine(ClusterFixture.RepositoryRoot, "k8s/rbac/redis-auth.yaml"));
        await using var checkout = await CommandLineTests.CheckOutAsync();
        var manifests = Path.Combine(checkout.Root, "k8s", "apps", "redis");
        await File.WriteAllTextAsync(Path.Combine(manifests, "patch.yaml"), Patch, Token);
        await File.AppendAllTextAsync(Path.Combine(manifests, "kustomization.yaml"), "\npatches: [{path: patch.yaml, target: {kind: StatefulSet}}]\n", Token);
        var output = new StringBuilder();
        await using var watch = new ProcessWatch(password);

        foreach (var verb in new string[][] { ["Deploy"], ["Verify"], ["Backup"], ["Archive", "--for", "60s"], ["History"], ["Backups"], ["Drill"], ["Rotate"], ["Restore", "--force"], ["Destroy", "--confirm-destroy", "DESTROY", "--keep-volume"] })
        {
            var (exitCode, text) = await checkout.RunAsync([.. verb, "--verbosity", "verbose", "--environment", "dev", "--namespace", Cluster.Namespace, "--kubeconfig", Cluster.AsOperator().Kubeconfig!, "--store", Path.Combine(Cluster.Folder, "store"), "--redis-auth-secret", "redis-auth", "--redis-user", "keeper"]);
            Assert.True(exitCode == 0, text);
            _ = output.Append(text);
            _ = output.Append(await Cluster.KubectlAsync("-n", Cluster.Namespace, "get", "pod,statefulset,lease,event", "-o", "yaml"));
        }

        await watch.RequireUnseenAsync();
        Assert.DoesNotContain(password, output.ToString(), StringComparison.Ordinal);
        foreach (var folder in new[] { checkout.Root, Path.Combine(Cluster.Folder, "store") })
        {
            Assert.DoesNotContain(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), file => Path.GetExtension(file) != ".sock" && File.ReadAllText(file, Encoding.Latin1).Contains(password, StringComparison.Ordinal));
        }
    }

    // Not by kubectl, whose arguments are what is watched for.
    private async Task CreateAsync(string name, string content)
    {
        var (key, value) = (content.Split('=', 2)[0], content.Split('=', 2)[1]);
        _ = await k8s.CoreV1OperationsExtensions.CreateNamespacedSecretAsync(Cluster.Admin.CoreV1, new k8s.Models.V1Secret { Metadata = new() { Name = name }, StringData = new Dictionary<string, string> { [key] = value } }, Cluster.Namespace, cancellationToken: Token);
    }
}
