using k8s;
using Lifecycle.Cluster;
using Lifecycle.Cluster.Api;
using Lifecycle.Environments;
using Lifecycle.Failures;
using Lifecycle.Restoring;
using Lifecycle.Stores;
using Lifecycle.Tests.Access;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Cluster;

/// <summary>The full circle in a cluster, where what Redis asks for is in a Secret, in its container, or in both.</summary>
public sealed class GuardedClusterTests : ClusterTest
{
    private const string Password = "in-the-cluster-only";

    private static readonly string[] Files = ["redis.crt", "redis.key", "authority.crt"];

    private const string NoProbes = """
        - {op: remove, path: /spec/template/spec/containers/0/readinessProbe}
        - {op: remove, path: /spec/template/spec/containers/0/livenessProbe}

        """;

    [Fact]
    public async Task A_password_in_the_container_s_environment_is_found()
    {
        await CreateSecretAsync("redis-auth", ("password", Password));
        await CircleAsync(RedisServers.Redis7, Cluster.AsOperator(await Cluster.ServerAsync(RedisServers.Redis7, NoProbes + """
            - {op: replace, path: /spec/template/spec/containers/0/args, value: [redis-server, --appendonly, "yes", --save, "", --enable-debug-command, "yes", --requirepass, $(REDIS_PASSWORD)]}
            - {op: add, path: /spec/template/spec/containers/0/env, value: [{name: REDIS_PASSWORD, valueFrom: {secretKeyRef: {name: redis-auth, key: password}}}]}

            """)));
    }

    [Fact]
    public async Task A_password_in_a_file_of_the_container_is_found_on_another_port()
    {
        await CreateSecretAsync("redis-auth", ("redis-password", Password));
        await CircleAsync(RedisServers.Redis8, Cluster.AsOperator(await Cluster.ServerAsync(RedisServers.Redis8, NoProbes + """
            - {op: add, path: /spec/template/spec/containers/0/command, value: [sh, -c, "exec redis-server --port 7777 --appendonly yes --save '' --enable-debug-command yes --requirepass $(cat $REDIS_PASSWORD_FILE)"]}
            - {op: remove, path: /spec/template/spec/containers/0/args}
            - {op: add, path: /spec/template/spec/containers/0/env, value: [{name: REDIS_PASSWORD_FILE, value: /secrets/redis-password}]}
            - {op: add, path: /spec/template/spec/volumes, value: [{name: secrets, secret: {secretName: redis-auth}}]}
            - {op: add, path: /spec/template/spec/containers/0/volumeMounts/-, value: {name: secrets, mountPath: /secrets}}

            """)));
    }

    [Fact]
    public async Task An_ACL_user_asks_with_the_password_of_a_secret_that_only_a_role_of_its_own_may_read()
    {
        await CreateSecretAsync("redis-config", ("redis.conf", $"appendonly yes\nsave \"\"\nenable-debug-command yes\nuser default off\nuser keeper on >{Password} ~* &* +@all\n"));
        await CreateSecretAsync("redis-auth", ("username", "keeper"), ("password", Password));
        var options = Cluster.AsOperator(await Cluster.ServerAsync(RedisServers.Redis7, WithFiles("redis-config", "[redis-server, /config/redis.conf]"))) with { AuthSecret = "redis-auth", Access = new RedisAccess { User = "keeper" } };

        var forbidden = await Assert.ThrowsAsync<ForbiddenException>(() => ClusterEnvironment.ConnectAsync(options, Notes, Token));
        Assert.Contains("lacks the right to get secrets", forbidden.Problem, StringComparison.Ordinal);
        Assert.Contains("k8s/rbac/redis-auth.yaml", forbidden.Remedy, StringComparison.Ordinal);

        await ApplyRoleAsync();
        await CircleAsync(RedisServers.Redis7, options);
        await CreateSecretAsync("other", ("password", Password));
        _ = await Assert.ThrowsAsync<ForbiddenException>(() => ClusterEnvironment.ConnectAsync(options with { AuthSecret = "other" }, Notes, Token));
    }

    [Theory]
    [InlineData(RedisServers.Valkey8, true)]
    [InlineData(RedisServers.Redis8, false)]
    public async Task A_redis_that_only_TLS_leads_to_is_reached_by_its_own_certificates(string server, bool askClients)
    {
        var folder = Path.Combine(Cluster.Folder, "certificates");
        _ = new Certificates(folder);
        var settings = $"port 0\ntls-port 6379\ntls-cert-file /config/redis.crt\ntls-key-file /config/redis.key\ntls-ca-cert-file /config/authority.crt\ntls-auth-clients {(askClients ? "yes" : "no")}\nappendonly yes\nsave \"\"\nenable-debug-command yes\nrequirepass {Password}\n";
        await CreateSecretAsync("redis-config", [("redis.conf", settings), .. Files.Select(file => (file, File.ReadAllText(Path.Combine(folder, file))))]);

        await CircleAsync(server, Cluster.AsOperator(await Cluster.ServerAsync(server, WithFiles("redis-config", $"[{server.Split('-')[0]}-server, /config/redis.conf]"))));
    }

    [Fact]
    public async Task What_is_wrong_with_a_secret_or_a_password_is_said_in_one_line()
    {
        await CreateSecretAsync("redis-auth", ("password", Password));
        await ApplyRoleAsync();
        var variant = await Cluster.ServerAsync(RedisServers.Redis7, NoProbes + """
            - {op: replace, path: /spec/template/spec/containers/0/args, value: [redis-server, --appendonly, "yes", --requirepass, $(SOMEWHERE)]}
            - {op: add, path: /spec/template/spec/containers/0/env, value: [{name: SOMEWHERE, valueFrom: {secretKeyRef: {name: redis-auth, key: password}}}]}

            """);
        var options = Cluster.AsOperator(variant);
        var blind = await OpenAsync(options);
        _ = await blind.DeployAsync(Notes, dryRun: false, Token);

        var unasked = await Assert.ThrowsAsync<LifecycleException>(() => blind.Redis.TryConnectAsync(Token));
        Assert.Equal("pod " + Cluster.Namespace + "/redis-0: Redis asks for a password, and none was found: NOAUTH Authentication required.", unasked.Problem);
        Assert.Contains("--redis-auth-secret", unasked.Remedy, StringComparison.Ordinal);
        Assert.NotNull(await (await OpenAsync(options with { AuthSecret = "redis-auth" })).Redis.TryConnectAsync(Token));

        var missing = await Assert.ThrowsAsync<NotFoundException>(() => ClusterEnvironment.ConnectAsync(options with { AuthSecret = "redis-auth/nothing" }, Notes, Token));
        Assert.Equal($"Secret {Cluster.Namespace}/redis-auth has no key nothing", missing.Problem);
        Assert.Contains("It has: password", missing.Remedy, StringComparison.Ordinal);

        _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "delete", "secret", "redis-auth");
        var gone = await Assert.ThrowsAsync<NotFoundException>(() => ClusterEnvironment.ConnectAsync(options with { AuthSecret = "redis-auth" }, Notes, Token));
        Assert.Equal($"There is no Secret redis-auth in namespace {Cluster.Namespace}", gone.Problem);

        await CreateSecretAsync("redis-auth", ("password", "another"));
        var wrong = await OpenAsync(options with { AuthSecret = "redis-auth" });
        var refused = await Assert.ThrowsAsync<LifecycleException>(() => wrong.Redis.TryConnectAsync(Token));
        Assert.Contains("Redis does not accept the password of the default user that was given: WRONGPASS", refused.Problem, StringComparison.Ordinal);
    }

    private static string WithFiles(string secret, string arguments) => $$$"""
        {{{NoProbes}}}- {op: replace, path: /spec/template/spec/containers/0/args, value: {{{arguments}}}}
        - {op: add, path: /spec/template/spec/volumes, value: [{name: config, secret: {secretName: {{{secret}}}}}]}
        - {op: add, path: /spec/template/spec/containers/0/volumeMounts/-, value: {name: config, mountPath: /config}}

        """;

    private async Task CircleAsync(string server, ClusterOptions options)
    {
        var environment = await OpenAsync(options);
        _ = await environment.DeployAsync(Notes, dryRun: false, Token);
        using var store = new FolderStore(Path.Combine(Cluster.Folder, "store"));
        await new Circle(environment, store, Notes).RunAsync();
        Assert.Contains((await environment.VerifyAsync(Notes, Token)), check => check.Name == "Server" && check.Finding.StartsWith(server.Split('-')[0], StringComparison.OrdinalIgnoreCase));
    }

    private async Task ApplyRoleAsync() => _ = await Cluster.KubectlAsync("-n", Cluster.Namespace, "apply", "-f", Path.Combine(ClusterFixture.RepositoryRoot, "k8s/rbac/redis-auth.yaml"));

    private async Task CreateSecretAsync(string name, params (string Key, string Value)[] content)
    {
        var secret = new k8s.Models.V1Secret { Metadata = new() { Name = name }, StringData = content.ToDictionary(pair => pair.Key, pair => pair.Value) };
        _ = await Cluster.Admin.CoreV1.CreateNamespacedSecretAsync(secret, Cluster.Namespace, cancellationToken: Token);
    }
}
