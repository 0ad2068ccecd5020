using System.Text.Json;
using k8s;
using k8s.KubeConfigModels;
using Lifecycle.Cluster.Api;
using Lifecycle.Reporting;
using YamlDotNet.Core;

namespace Lifecycle.Tests.Cluster;

public sealed class KubeconfigTests : IDisposable
{
    private const string Everything = """
        apiVersion: v1
        kind: Config
        preferences: {}
        current-context: admin@dev
        clusters:
        - name: dev
          cluster:
            server: https://127.0.0.1:6443
            certificate-authority: pki/ca.crt
            tls-server-name: kubernetes
        - name: test
          cluster:
            server: "https://[::1]:6443"
            certificate-authority-data: Y2E=
        - name: unsafe
          cluster: { server: https://10.0.0.1:6443, insecure-skip-tls-verify: true, proxy-url: http://10.0.0.2:3128 }
        contexts:
        - name: admin@dev
          context: &place
            cluster: dev
            user: admin
            namespace: data
        - name: "0123"
          context:
            <<: *place
            cluster: test
            user: token
        users:
        - name: admin
          user:
            client-certificate-data: Y2VydA==
            client-key-data: a2V5
        - name: files
          user: { client-certificate: admin.crt, client-key: admin.key }
        - name: token
          user:
            token: "0755"
            as: somebody
        - name: basic
          user: { username: yes, password: 12.50 }
        - name: plugin
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: get-token
              args: [--cluster, dev, "1"]
              env:
              - name: REGION
                value: eu-central-1
              interactiveMode: Never
              provideClusterInfo: true
        - name: provider
          user:
            auth-provider:
              name: oidc
              config: { client-id: x, idp-issuer-url: https://issuer.example }
        """;

    private readonly FileInfo _file = new(Path.Combine(Directory.CreateTempSubdirectory("kubeconfig").FullName, "config"));

    public void Dispose() => _file.Directory!.Delete(recursive: true);

    [Fact]
    public async Task A_kubeconfig_is_read_as_the_client_library_reads_it() => await SameAsync(Everything);

    [Fact]
    public async Task A_kubeconfig_may_be_json() => await SameAsync("""
        {"apiVersion": "v1", "kind": "Config", "current-context": "a", "contexts": [{"name": "a", "context": {"cluster": "b", "user": "c"}}],
         "clusters": [{"name": "b", "cluster": {"server": "https://b:6443"}}], "users": [{"name": "c", "user": {"token": "t"}}]}
        """);

    [Fact]
    public async Task What_it_has_that_nobody_knows_is_passed_over()
    {
        var read = await ReadAsync("{clusters: [{name: a, cluster: {server: 'https://a', wished-for: {x: [1]}}}], of-tomorrow: true}");

        Assert.Equal("https://a", Assert.Single(read.Clusters).ClusterEndpoint.Server);
    }

    [Theory]
    [InlineData("")]
    [InlineData("clusters: nonsense")]
    [InlineData("clusters: [")]
    [InlineData("just words")]
    public async Task What_is_no_kubeconfig_is_an_error(string text) => _ = await Assert.ThrowsAnyAsync<YamlException>(() => ReadAsync(text));

    private async Task SameAsync(string text)
    {
        var read = await ReadAsync(text);
        var expected = await KubernetesClientConfiguration.LoadKubeConfigAsync(_file);

        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(read));
    }

    private async Task<K8SConfiguration> ReadAsync(string text)
    {
        await File.WriteAllTextAsync(_file.FullName, text, TestContext.Current.CancellationToken);
        return await Kubeconfig.ReadAsync(_file, TestContext.Current.CancellationToken);
    }
}
