using System.Diagnostics;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using Lifecycle.Cluster.Api;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

/// <summary>
/// A namespace of its own in the cluster that TEST_KUBECONFIG names, with the accounts of k8s/rbac. What is tested runs as
/// one of these; the administrator only prepares and looks.
/// </summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private const string NoCluster = "There is no test cluster: start one with scripts/test-cluster.sh up, and set TEST_KUBECONFIG as it says";

    public const string Selector = "app.kubernetes.io/name=redis";

    private readonly string? _adminKubeconfig = Environment.GetEnvironmentVariable("TEST_KUBECONFIG") is { Length: > 0 } path ? path : null;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lifecycle-cluster-");
    private Kubernetes? _admin;

    public static string RepositoryRoot { get; } = FindRoot();

    public string Namespace { get; } = $"t-{Guid.NewGuid().ToString("N")[..8]}";

    public string Folder => _folder.FullName;

    public Uri Server => Admin.BaseUri;

    public Kubernetes Admin
    {
        get
        {
            Assert.SkipUnless(_admin is not null, NoCluster);
            return _admin;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (_adminKubeconfig is null)
        {
            return;
        }

        var overlay = Directory.CreateDirectory(Path.Combine(Folder, "rbac")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(overlay, "kustomization.yaml"),
            $"namespace: {Namespace}\nbases: [{Path.GetRelativePath(overlay, Path.Combine(RepositoryRoot, "k8s/rbac"))}]\n");
        _ = await KubectlAsync("apply", "-k", overlay);
        _admin = new Kubernetes(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(_adminKubeconfig)));
        foreach (var account in new[] { "redis-backup", "redis-operator" })
        {
            await WriteKubeconfigAsync(account);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_admin is not null)
        {
            _ = await KubectlAsync("delete", "namespace", Namespace, "--wait=false");
            _admin.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>The settings of a run as one of the shipped accounts.</summary>
    public ClusterOptions As(string account, string manifests = "k8s/apps/redis")
    {
        _ = Admin;
        return new ClusterOptions(
            Namespace, Selector, "redis", Path.Combine(Folder, $"{account}.kubeconfig"), Context: null, TimeSpan.FromMinutes(3), Path.Combine(RepositoryRoot, manifests), Path.Combine(Folder, "output")) { Environment = "dev" };
    }

    public ClusterOptions AsOperator(string manifests = "k8s/apps/redis") => As("redis-operator", manifests);

    public ClusterOptions AsBackup() => As("redis-backup");

    /// <summary>The kustomization that somebody applies with kubectl.</summary>
    public async Task<string> OverlayAsync(string patch = "")
    {
        var folder = await VariantAsync("by-hand", patch);
        await File.AppendAllTextAsync(Path.Combine(folder, "kustomization.yaml"), $"namespace: {Namespace}\n");
        return folder;
    }

    /// <summary>A kustomization over k8s/apps/redis, changed by a JSON patch of its StatefulSet, if there is one.</summary>
    public async Task<string> VariantAsync(string name, string patch)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "patch.yaml"), patch);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "kustomization.yaml"),
            $"resources: [{Path.GetRelativePath(folder, Path.Combine(RepositoryRoot, "k8s/apps/redis"))}]\n{(patch.Length > 0 ? "patches: [{path: patch.yaml, target: {kind: StatefulSet}}]\n" : "")}");
        return folder;
    }

    /// <summary>The same on one of <see cref="RedisServers"/>, with more to change if need be.</summary>
    public Task<string> ServerAsync(string server, string patch = "") =>
        VariantAsync(server, $"- {{op: replace, path: /spec/template/spec/containers/0/image, value: {RedisServers.Image(server)}}}\n{patch}");

    /// <summary>Skips the test where there is no cluster.</summary>
    public async Task<string> KubectlAsync(params string[] arguments)
    {
        Assert.SkipUnless(_adminKubeconfig is not null, NoCluster);
        using var process = Process.Start(new ProcessStartInfo("kubectl", ["--kubeconfig", _adminKubeconfig!, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)}: {await error}");
    }

    private static string FindRoot([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../.."));

    private async Task WriteKubeconfigAsync(string account)
    {
        var request = new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { Audiences = [], ExpirationSeconds = 7200 } };
        var token = await Admin.CoreV1.CreateNamespacedServiceAccountTokenAsync(request, account, Namespace);
        var configuration = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(_adminKubeconfig!));
        var authority = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(string.Join('\n', configuration.SslCaCerts.Select(each => each.ExportCertificatePem()))));
        await File.WriteAllTextAsync(
            Path.Combine(Folder, $"{account}.kubeconfig"),
            $$$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "{{{configuration.Host}}}", certificate-authority-data: "{{{authority}}}"}}]
            users: [{name: u, user: {token: "{{{token.Status.Token}}}"}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            current-context: c
            """);
    }
}
