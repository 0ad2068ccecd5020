using Lifecycle.Reporting;

namespace Lifecycle.Tests.Workflows;

public sealed class SecurityTests
{
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Path.GetDirectoryName(Repository.Workflow("ci"))!, "*.yml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_workflow_keeps_to_the_rules(string name) => Assert.Empty(SecurityRules.BrokenBy(WorkflowFile.Read(name), LocalAction.All));

    [Theory]
    [InlineData("permissions: {}\n\nconcurrency", "permissions: read-all\n\nconcurrency", "permissions of its own")]
    [InlineData("      contents: read\n      id-token: write\n", "      contents: write\n", "not the least permissions")]
    [InlineData("    permissions:\n      contents: read\n      id-token: write\n", "", "not the least permissions")]
    [InlineData("@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@v6", "not pinned")]
    [InlineData(" # v6.0.2", "", "not pinned")]
    [InlineData("persist-credentials: false", "persist-credentials: true", "keeps its credentials")]
    [InlineData("          persist-credentials: false\n", "          fetch-depth: 1\n", "keeps its credentials")]
    [InlineData("--environment \"$ENVIRONMENT\"", "--environment ${{ inputs.environment }}", "expression inside a script")]
    [InlineData("role-to-assume: ${{ inputs.aws-role }}", "aws-access-key-id: ${{ secrets.AWS_ACCESS_KEY_ID }}", "long-lived key")]
    [InlineData("role-to-assume: ${{ inputs.aws-role }}", "aws-profile: deployer", "without a role")]
    [InlineData("    environment: ${{ inputs.environment }}\n", "", "outside of a GitHub environment")]
    [InlineData("cancel-in-progress: false", "cancel-in-progress: true", "cancelled in progress")]
    [InlineData("group: redis-", "group: infra-", "concurrency group")]
    [InlineData("    timeout-minutes: 30\n", "", "no timeout")]
    [InlineData("install -m 600", "install -m 644", "mode 0600")]
    [InlineData("    - name: Remove the kubeconfig\n      if: always()\n", "    - name: Remove the kubeconfig\n", "not removed")]
    [InlineData("hashFiles('build/**/packages.lock.json', ", "hashFiles(", "lock files")]
    [InlineData("          instance-id:", "          instance:", "has no input instance")]
    [InlineData("          ref: ${{ job.workflow_sha }}\n", "", "whoever calls it")]
    [InlineData("          program: ${{ needs.program.outputs.name || 'a-program-that-was-not-told' }}\n", "", "compiles beside a secret")]
    [InlineData("      - name: Attest the archive\n", "      - name: Look\n        run: ls\n      - name: Attest the archive\n", "does more beside the right to sign")]
    [InlineData("      id-token: write\n      attestations: write\n", "      contents: read\n      attestations: write\n    environment: prod\n", "does more beside the right to sign")]
    public void A_workflow_that_breaks_a_rule_is_caught(string right, string wrong, string broken)
    {
        var workflow = WorkflowFile.Read("ci-infra-destroy").Text;
        Assert.Contains(right, workflow + string.Concat(LocalAction.All.Select(action => action.Text)), StringComparison.Ordinal);

        var found = SecurityRules.BrokenBy(new(workflow.Replace(right, wrong, StringComparison.Ordinal)), [.. LocalAction.All.Select(action => action.With(right, wrong))]);

        Assert.Contains(found, rule => rule.Contains(broken, StringComparison.Ordinal));
    }

    [Fact]
    public void Destroy_waits_for_the_confirmation_and_for_the_backup()
    {
        var needs = WorkflowFile.Read("ci-infra-destroy").Jobs.ToDictionary(job => job.Id, job => string.Join(' ', WorkflowFile.Needs(job.Job)));

        Assert.Equal(new Dictionary<string, string> { ["confirm"] = "", ["program"] = "confirm", ["backup"] = "program", ["rotate"] = "program backup", ["destroy"] = "program backup rotate", ["attest"] = "program backup" }, needs);
    }
}
