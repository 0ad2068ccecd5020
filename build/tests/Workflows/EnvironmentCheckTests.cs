using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Workflows;

/// <summary>What GitHub does not give to the jobs is named before anything runs. A server stands in for GitHub's.</summary>
public sealed class EnvironmentCheckTests
{
    private const string Approval = """{ "protection_rules": [{ "type": "required_reviewers" }], "deployment_branch_policy": { "protected_branches": false, "custom_branch_policies": true } }""";
    private const string Protected = """{ "protection_rules": [{ "type": "required_reviewers" }], "deployment_branch_policy": { "protected_branches": true, "custom_branch_policies": false } }""";
    private const string NoRule = """{ "protection_rules": [], "deployment_branch_policy": null }""";

    [Fact]
    public async Task Prod_needs_an_approval_a_policy_for_branches_and_a_bucket_and_a_role_needs_a_region()
    {
        var (exitCode, output) = await CheckAsync(new()
        {
            ["environments/dev"] = NoRule,
            ["environments/dev/variables"] = """{ "variables": [{ "name": "AWS_ROLE_ARN" }] }""",
            ["environments/prod"] = NoRule,
            ["environments/prod-backup"] = NoRule,
        });

        Assert.NotEqual(0, exitCode);
        Assert.Contains("In owner/name environment dev has no variable AWS_REGION; any branch may deploy to prod; any branch may deploy to prod-backup; nobody has to approve a deployment to prod; environment prod has no variable TF_BACKUP_BUCKET_NAME", output, StringComparison.Ordinal);
        Assert.Contains("docs/runbooks/ci-cd/ci-infra.md", output, StringComparison.Ordinal);
        Assert.DoesNotContain("the-token", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_repository_gives_to_all_is_enough_and_an_environment_that_is_missing_is_named()
    {
        var answers = new Dictionary<string, string>
        {
            ["environments/dev"] = NoRule,
            ["environments/prod"] = Approval,
            ["actions/variables"] = """{ "variables": [{ "name": "TF_BACKUP_BUCKET_NAME" }, { "name": "AWS_ROLE_ARN" }, { "name": "AWS_REGION" }] }""",
        };

        var (exitCode, output) = await CheckAsync(answers);
        Assert.True(exitCode == 0, output);

        _ = answers.Remove("environments/dev");
        (exitCode, output) = await CheckAsync(answers);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("there is no environment dev", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_for_branches_that_keeps_none_out_is_none()
    {
        var answers = new Dictionary<string, string> { ["environments/dev"] = NoRule, ["environments/prod"] = Protected, ["actions/variables"] = """{ "variables": [{ "name": "TF_BACKUP_BUCKET_NAME" }] }""" };
        answers["branches"] = "[]";
        Assert.Contains("any branch may deploy to prod", (await CheckAsync(answers)).Output, StringComparison.Ordinal);

        answers["branches"] = """[{ "name": "main" }]""";
        var (exitCode, output) = await CheckAsync(answers);
        Assert.True(exitCode == 0, output);

        answers["environments/prod"] = Approval;
        answers["environments/prod/deployment-branch-policies"] = """{ "branch_policies": [{ "name": "main" }, { "name": "**/*" }] }""";
        Assert.Contains("any branch may deploy to prod", (await CheckAsync(answers)).Output, StringComparison.Ordinal);

        answers["environments/prod/deployment-branch-policies"] = """{ "branch_policies": [{ "name": "main" }] }""";
        (exitCode, output) = await CheckAsync(answers);
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task An_environment_of_the_night_that_GitHub_would_make_without_a_rule_is_named()
    {
        var (_, output) = await CheckAsync(new()
        {
            ["environments/dev"] = NoRule,
            ["environments/prod"] = Approval,
            ["actions/variables/REDIS_BACKUP_ENVIRONMENTS"] = """{ "value": "[\"dev\", \"prod\"]" }""",
        });

        Assert.Contains("there is no environment prod-backup", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_token_may_not_see_is_said_not_to_have_been_asked_for()
    {
        var (exitCode, output) = await CheckAsync(new() { ["environments/dev"] = NoRule, ["environments/prod"] = Approval, ["environments/prod/variables"] = "403" });

        Assert.True(exitCode == 0, output);
        Assert.Contains("Environment prod: its variables were not asked for, which this token may not see", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_it_says_that_it_has_not_asked()
    {
        using var workspace = new Workspace();

        var (exitCode, output) = await workspace.RunAsync("./build.sh Workflows --check", new Dictionary<string, string?> { ["GITHUB_TOKEN"] = null, ["GH_TOKEN"] = null });

        Assert.True(exitCode == 0, output);
        Assert.Contains("was not asked for", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> CheckAsync(Dictionary<string, string> answers)
    {
        answers[""] = "{}";
        using var workspace = new Workspace();
        var (server, port) = Listen();
        using var listening = server;
        var serving = ServeAsync(server, answers);

        var result = await workspace.RunAsync("./build.sh Workflows --check", new Dictionary<string, string?> { ["GITHUB_TOKEN"] = "the-token", ["GITHUB_REPOSITORY"] = "owner/name", ["GITHUB_API_URL"] = $"http://127.0.0.1:{port}" });

        server.Stop();
        await serving;
        return result;
    }

    // Between the choice of a port and its use another may have taken it; one that has not started cannot be disposed of.
    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever gets it disposes of it.")]
    private static (HttpListener Server, int Port) Listen()
    {
        for (var attempt = 1; ; attempt++)
        {
            var (server, port) = (new HttpListener(), LoopbackPort.Take());
            server.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                server.Start();
                return (server, port);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Another port, then.
            }
        }
    }

    private static async Task ServeAsync(HttpListener server, Dictionary<string, string> answers)
    {
        try
        {
            while (true)
            {
                var context = await server.GetContextAsync().WaitAsync(RedisInstance.Cancel);
                var answer = answers.GetValueOrDefault(context.Request.Url!.AbsolutePath["/repos/owner/name".Length..].TrimStart('/'));
                context.Response.StatusCode = context.Request.Headers["Authorization"] != "Bearer the-token" ? 401 : answer is null ? 404 : answer == "403" ? 403 : 200;
                context.Response.Close(Encoding.UTF8.GetBytes(answer ?? ""), willBlock: true);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }
}
