using Lifecycle.Reporting;
using Lifecycle.Tests.S3;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Workflows;

/// <summary>The scripts that people have in their fingers, run as they type them.</summary>
public sealed class ScriptTests(S3Server server)
{
    private static readonly Dictionary<string, string?> Embedded = new() { ["REDIS_ENVIRONMENT"] = "embedded" };

    [Fact]
    public async Task A_backup_leaves_an_archive_with_its_checksum_and_prints_both()
    {
        using var workspace = new Workspace(sampleKeys: 20);

        var (exitCode, output) = await workspace.RunAsync("scripts/redis-backup.sh --namespace data --out-dir backups --ts 20260207T114100Z --no-bgsave 2>log", Embedded);

        Assert.True(exitCode == 0, output + workspace.Read("log"));
        Assert.Matches($"^Archive: {workspace.Root}/backups/cloudradar-redis-data-20260207T114100Z.tgz\nSHA256: [0-9a-f]{{64}}\n$", output);
        Assert.Equal(
            ["cloudradar-redis-data-20260207T114100Z.tgz", "cloudradar-redis-data-20260207T114100Z.tgz.sha256"],
            Directory.EnumerateFileSystemEntries(Path.Combine(workspace.Root, "backups")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(0, (await workspace.RunAsync("cd backups && sha256sum -c *.sha256 && tar -tzf *.tgz")).ExitCode);
    }

    [Fact]
    public async Task An_archive_of_the_older_script_restores_into_a_fresh_redis_and_over_data_only_by_force()
    {
        using var source = new Workspace(sampleKeys: 20);
        _ = await source.RunAsync("scripts/redis-backup.sh --out-dir backups 2>&1", Embedded);
        using var workspace = new Workspace();
        var archive = Directory.EnumerateFiles(Path.Combine(source.Root, "backups"), "*.tgz").Single();
        var hash = Path.Combine(workspace.Root, "hash");
        await File.WriteAllTextAsync(hash, (await File.ReadAllTextAsync($"{archive}.sha256", TestContext.Current.CancellationToken)).TrimEnd('\n'), TestContext.Current.CancellationToken);

        var (exitCode, output) = await workspace.RunAsync($"./build.sh Deploy && scripts/redis-restore.sh --archive {archive} --sha256 {hash} --kubectl /usr/bin/kubectl --no-restart", Embedded);
        Assert.True(exitCode == 0, output);
        Assert.Contains("REDIS-RESTORE: RUN, 21 keys from ", output, StringComparison.Ordinal);
        Assert.Contains($"\nArchive: {archive}\nSHA256: ", output, StringComparison.Ordinal);

        (exitCode, output) = await workspace.RunAsync($"scripts/redis-restore.sh --archive {archive}", Embedded);
        Assert.True(exitCode == 0, output);
        Assert.Contains("REDIS-RESTORE: SKIPPED", output, StringComparison.Ordinal);
        Assert.Contains("nothing was restored", output, StringComparison.Ordinal);

        // Nothing counts the keys of such an archive: what it replaces goes when somebody says so.
        (exitCode, output) = await workspace.RunAsync($"scripts/redis-restore.sh --force --archive {archive}", Embedded);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("was not compared", output, StringComparison.Ordinal);
        (exitCode, output) = await workspace.RunAsync("./build.sh Restore --finish", Embedded);
        Assert.True(exitCode == 0, output);
        Assert.Contains("REDIS-RESTORE: RUN", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_goes_to_a_bucket_and_comes_back_by_its_uri()
    {
        server.Require();
        using var workspace = new Workspace(sampleKeys: 20);
        var variables = new Dictionary<string, string?>(Embedded) { ["AWS_ENDPOINT_URL_S3"] = $"{server.Endpoint}" };

        var (exitCode, output) = await workspace.RunAsync($"scripts/redis-backup.sh --s3-bucket {server.Bucket} --s3-prefix by-script --region us-east-1 2>log", variables);
        Assert.True(exitCode == 0, output + workspace.Read("log"));
        Assert.Matches($"^Archive: s3://{server.Bucket}/by-script/\\d{{8}}T\\d{{6}}Z/cloudradar-redis-data-\\d{{8}}T\\d{{6}}Z.tgz\nSHA256: [0-9a-f]{{64}}\n$", output);

        var uri = output["Archive: ".Length..output.IndexOf('\n', StringComparison.Ordinal)];
        (exitCode, output) = await workspace.RunAsync($"scripts/redis-restore.sh --s3-uri {uri} --force --region us-east-1", variables);
        Assert.True(exitCode == 0, output);
        Assert.Contains($"\nArchive: {uri}\nSHA256: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_scripts_work_on_a_cluster()
    {
        using var workspace = new Workspace();
        workspace.Write("kubeconfig", await TestCluster.ReadKubeconfigAsync());
        var (where, archive) = ($"--kubeconfig kubeconfig --namespace {TestCluster.NewNamespace()}", "backups/cloudradar-redis-data-20260207T114100Z.tgz");

        foreach (var (line, expected) in new[]
        {
            ($"./build.sh Deploy --environment dev {where}", "Deploy: RUN"),
            ($"scripts/redis-backup.sh {where} --selector app.kubernetes.io/name=redis --out-dir backups --ts 20260207T114100Z --no-bgsave", $"Archive: {workspace.Root}/{archive}\nSHA256: "),
            ($"scripts/redis-restore.sh {where} --archive {archive} --sha256 {archive}.sha256 --force --no-restart", $"Archive: {workspace.Root}/{archive}\nSHA256: "),
            ($"./build.sh Destroy --skip --environment dev {where} --confirm-destroy DESTROY --redis-backup-restore false", "Destroy: RUN"),
        })
        {
            var (exitCode, output) = await workspace.RunAsync(line);
            Assert.True(exitCode == 0, output);
            Assert.Contains(expected, output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("redis-backup.sh --outdir x", "there is no option --outdir")]
    [InlineData("redis-backup.sh --out-dir", "--out-dir needs a value")]
    [InlineData("redis-backup.sh --ts yesterday", "is no timestamp")]
    [InlineData("redis-backup.sh --out-dir --no-bgsave", "--out-dir needs a value")]
    [InlineData("redis-restore.sh", "either --archive or --s3-uri")]
    [InlineData("redis-restore.sh --archive nowhere.tgz", "there is no archive")]
    [InlineData("redis-restore.sh --archive build.sh --s3-uri s3://b/p/20260207T114100Z/a.tgz", "either --archive or --s3-uri")]
    [InlineData("redis-restore.sh --s3-uri https://example.com/a.tgz", "is no s3://")]
    [InlineData("k3s-tunnel.sh", "k3s-tunnel.sh up INSTANCE_ID")]
    [InlineData("program.sh", "program.sh pack FILE")]
    [InlineData("program.sh unpack x", "program.sh unpack FILE DIGEST")]
    [InlineData("k3s-tunnel.sh up --target", "is no instance id")]
    public async Task Wrong_usage_ends_with_2(string line, string message)
    {
        using var workspace = new Workspace();

        var (exitCode, output) = await workspace.RunAsync($"scripts/{line}");

        Assert.Equal(2, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_the_one_that_was_built_is_not_unpacked()
    {
        using var built = new Workspace();
        using var elsewhere = new Workspace();
        var (exitCode, digest) = await built.RunAsync("scripts/program.sh pack program.tgz");
        Assert.True(exitCode == 0, digest);
        Directory.Delete(Path.Combine(elsewhere.Root, ".nuke", "temp"), recursive: true);

        (exitCode, var output) = await elsewhere.RunAsync($"scripts/program.sh unpack {built.Root}/program.tgz {new string('0', 64)}");

        Assert.Equal(1, exitCode);
        Assert.Contains("is not the one that was built", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(elsewhere.Root, ".nuke", "temp")));
        Assert.Equal((0, ""), await elsewhere.RunAsync($"scripts/program.sh unpack {built.Root}/program.tgz {digest.Trim()}"));
        Assert.Equal("offline", elsewhere.Read(".nuke/temp/engine"));
    }

    [Fact]
    public async Task Shellcheck_has_nothing_to_say()
    {
        Assert.SkipUnless(Tool.IsOnPath("shellcheck"), "shellcheck is not on PATH: install it to run this test");

        var (exitCode, output) = await Programs.TryRunAsync(["shellcheck", "redis-backup.sh", "redis-restore.sh", "k3s-tunnel.sh", "program.sh"], Path.Combine(Repository.Root, "scripts"));

        Assert.True(exitCode == 0, output);
    }

    /// <summary>A stand-in for the aws command listens where a session would, and ends with the tunnel.</summary>
    [Theory]
    [InlineData("clusters:\n- cluster:\n    server: https://10.0.0.5:6443\n", "    server: \"https://127.0.0.1:26443\"\n")]
    [InlineData("clusters: [{name: c, cluster: {server: \"https://10.0.0.5:6443\", certificate-authority-data: \"a\"}}]\n", "{server: \"https://127.0.0.1:26443\", certificate-authority-data: \"a\"}")]
    public async Task The_tunnel_points_the_kubeconfig_at_itself_and_closes(string kubeconfig, string pointed)
    {
        Assert.SkipUnless(Tool.IsOnPath("python3"), "python3 is not on PATH: install it to run this test");
        using var workspace = new Workspace();
        workspace.Write("bin/aws", "#!/usr/bin/env bash\necho \"$@\" > aws-arguments\nexec python3 -c 'import socket,time; s=socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind((\"127.0.0.1\", 26443)); s.listen(); time.sleep(60)'\n");
        workspace.Write("kubeconfig", kubeconfig);
        var variables = new Dictionary<string, string?>
        {
            ["KUBECONFIG"] = Path.Combine(workspace.Root, "kubeconfig"),
            ["K3S_TUNNEL_PORT"] = "26443",
            ["RUNNER_TEMP"] = workspace.RunnerTemp,
        };

        var (exitCode, output) = await workspace.RunAsync("chmod +x bin/aws; PATH=$PWD/bin:$PATH scripts/k3s-tunnel.sh up i-0123456789abcdef0", variables);

        Assert.True(exitCode == 0, output);
        Assert.Contains(pointed, workspace.Read("kubeconfig"), StringComparison.Ordinal);
        Assert.Equal("ssm start-session --target i-0123456789abcdef0 --document-name AWS-StartPortForwardingSession --parameters portNumber=6443,localPortNumber=26443\n", workspace.Read("aws-arguments"));
        Assert.Equal(0, (await workspace.RunAsync("scripts/k3s-tunnel.sh down; sleep 0.5; ! (exec 3<>/dev/tcp/127.0.0.1/26443) 2>/dev/null", variables)).ExitCode);
    }
}
