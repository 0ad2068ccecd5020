using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3.Model;
using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Stores.S3;
using Lifecycle.Tests.Cluster;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Tests.S3;

/// <summary>The policies of docs/s3-policy.md are enough, and none allows what is another's to do.</summary>
[Collection("S3")]
public sealed partial class PolicyTests(S3Server server) : IAsyncLifetime
{
    private static readonly BackupSample Sample = new(BackupName.Parse("20260207T114100Z"), S3Server.PartSize + 1000);
    private readonly string _bucket = $"lifecycle-policy-{Guid.NewGuid():n}"[..32];
    private readonly string _user = Environment.GetEnvironmentVariable("TEST_S3_LIMITED_USER") ?? "lifecycle-tests";
    private readonly string _key = Environment.GetEnvironmentVariable("TEST_S3_LIMITED_ACCESS_KEY_ID") ?? "lifecycle-tests-key";
    private readonly string _secret = Environment.GetEnvironmentVariable("TEST_S3_LIMITED_SECRET_ACCESS_KEY") ?? "lifecycle-tests-secret";

    public async ValueTask InitializeAsync()
    {
        server.Require();
        if (Environment.GetEnvironmentVariable("TEST_S3_LIMITED_USER") is null)
        {
            await CreateUserAsync();
        }

        _ = await server.Admin.PutBucketAsync(_bucket);
    }

    public async ValueTask DisposeAsync()
    {
        using var store = server.Store("", bucket: _bucket, timing: new S3Timing());
        var keys = new List<string>();
        await foreach (var stored in store.ListAsync("", CancellationToken.None))
        {
            keys.Add(stored.Key);
        }

        _ = await store.DeleteAsync(keys, CancellationToken.None);
        _ = await server.Admin.DeleteBucketAsync(_bucket);
    }

    [Fact]
    public async Task Backup_stores_and_can_neither_read_nor_delete()
    {
        await AllowAsync("Backup");
        var token = TestContext.Current.CancellationToken;
        using var store = Limited();
        await Sample.StoreAsync(store, token);
        // Of another owner, as what a server lets an object's own owner do is not by policy.
        using var admin = server.Store("redis-backups", bucket: _bucket);
        var other = BackupName.Parse("20260207T114101Z").Archive;
        await BackupSample.PutAsync(admin, other, new byte[1], token);
        Refused("s3:GetObject", await Assert.ThrowsAsync<ForbiddenException>(() => store.OpenReadAsync(other, token)));
        Assert.Contains("s3:DeleteObject", Assert.Single(await store.DeleteAsync([other], token)).Value, StringComparison.Ordinal);
        await AllowAsync("Restore, Drill, Backups");
        Assert.True(await Sample.IsStoredAsync(store, token));
    }

    [Fact]
    public async Task Backup_leaves_no_upload_behind_when_it_fails()
    {
        await AllowAsync("Backup");
        var token = TestContext.Current.CancellationToken;
        await using var proxy = new FaultProxy(server.Endpoint, request => request.Target.Contains("?uploads", StringComparison.Ordinal) && request.Number == 2 ? new WireFault(FaultKind.ResetAfter) : WireFault.None);
        using var store = Limited(proxy.Endpoint);
        await Sample.StoreAsync(store, token);
        Assert.Null((await server.Admin.ListMultipartUploadsAsync(_bucket, token)).MultipartUploads);
    }

    [Fact]
    public async Task Restore_reads_and_can_neither_store_nor_delete()
    {
        await AllowAsync("Restore, Drill, Backups");
        var token = TestContext.Current.CancellationToken;
        using var admin = server.Store("redis-backups", bucket: _bucket);
        await Sample.StoreAsync(admin, token);
        using var store = Limited();
        Assert.True(await Sample.IsStoredAsync(store, token));
        Refused("s3:PutObject", await Assert.ThrowsAsync<ForbiddenException>(() => BackupSample.PutAsync(store, BackupName.Parse("20260207T114101Z").Archive, new byte[1], token)));
        _ = Assert.Single(await store.DeleteAsync([Sample.Name.Archive], token));
    }

    [Fact]
    public async Task Rotate_deletes_and_sweeps_and_can_neither_read_nor_store()
    {
        await AllowAsync("Rotate");
        var token = TestContext.Current.CancellationToken;
        using var admin = server.Store("redis-backups", bucket: _bucket);
        await Sample.StoreAsync(admin, token);
        _ = await server.Admin.InitiateMultipartUploadAsync(_bucket, "redis-backups/" + Sample.Name.Archive, token);
        using var store = Limited();
        var backup = Assert.Single(await new Catalog(store).ListAsync(token));
        Refused("s3:GetObject", await Assert.ThrowsAsync<ForbiddenException>(() => store.OpenReadAsync(Sample.Name.Archive, token)));
        Refused("s3:PutObject", await Assert.ThrowsAsync<ForbiddenException>(() => BackupSample.PutAsync(store, BackupName.Parse("20260207T114101Z").Archive, new byte[1], token)));
        await store.RemoveAbandonedAsync(await store.FindAbandonedAsync(TimeSpan.FromDays(-1), token), token);
        Assert.Empty(await store.DeleteAsync([.. backup.Parts.Select(part => part.Key.ToString())], token));
        Assert.Empty(await new Catalog(admin).ListAsync(token));
        Assert.Null((await server.Admin.ListMultipartUploadsAsync(_bucket, token)).MultipartUploads);
    }

    [Fact]
    public async Task From_a_cluster_and_back_with_no_more_rights_than_each_verb_needs()
    {
        await using var cluster = new ClusterFixture();
        await cluster.InitializeAsync();
        var options = cluster.AsOperator();
        await using var checkout = await CommandLineTests.CheckOutAsync();
        (checkout.Variables["AWS_ACCESS_KEY_ID"], checkout.Variables["AWS_SECRET_ACCESS_KEY"]) = (_key, _secret);
        string[] where =
        [
            "--environment", "dev", "--namespace", cluster.Namespace, "--kubeconfig", options.Kubeconfig!,
            "--store", $"s3://{_bucket}", "--s3-endpoint", server.Endpoint.ToString(), "--region", "us-east-1",
        ];

        foreach (var (policy, verb) in new[] { ("Backup", "Deploy"), ("Backup", "Backup"), ("Restore, Drill, Backups", "Backups"), ("Restore, Drill, Backups", "Drill"), ("Rotate", "Rotate"), ("Restore, Drill, Backups", "Restore") })
        {
            await AllowAsync(policy);
            var (exitCode, output) = await checkout.RunAsync([verb, .. where]);
            Assert.True(exitCode == 0, output);
            Assert.Contains(verb is "Backup" or "Restore" ? $"REDIS-{verb.ToUpperInvariant()}: RUN" : $"{verb}: RUN", output, StringComparison.Ordinal);
        }
    }

    private static void Refused(string right, LifecycleException failure) =>
        Assert.Contains($"may not {right} on s3://", failure.Message, StringComparison.Ordinal);

    private S3Store Limited(Uri? endpoint = null) => server.Store("redis-backups", endpoint, new BasicAWSCredentials(_key, _secret), bucket: _bucket);

    /// <summary>What is an identity's policy in the document becomes the bucket's here: it names who is meant.</summary>
    private async Task AllowAsync(string heading)
    {
        var document = await File.ReadAllTextAsync(Path.Combine(ClusterFixture.RepositoryRoot, "docs", "s3-policy.md"));
        var block = JsonBlock().Match(document, document.IndexOf($"## {heading}\n", StringComparison.Ordinal)).Groups["json"].Value;
        var policy = JsonNode.Parse(block.Replace("BUCKET", _bucket, StringComparison.Ordinal))!;
        foreach (var statement in policy["Statement"]!.AsArray())
        {
            statement!["Principal"] = new JsonObject { ["AWS"] = new JsonArray($"arn:aws:iam:::user/{_user}") };
        }

        _ = await server.Admin.PutBucketPolicyAsync(new PutBucketPolicyRequest { BucketName = _bucket, Policy = policy.ToJsonString() });
    }

    private async Task CreateUserAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(ClusterFixture.RepositoryRoot, "scripts", "test-s3.sh"), ["user", _user, _key, _secret]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var script = Process.Start(start)!;
        var (output, error) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await script.WaitForExitAsync();
        Assert.SkipWhen(script.ExitCode != 0, $"no second user: {(await output + await error).Trim()}; or name one in TEST_S3_LIMITED_USER, TEST_S3_LIMITED_ACCESS_KEY_ID and TEST_S3_LIMITED_SECRET_ACCESS_KEY");
    }

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
