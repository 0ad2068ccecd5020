using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Lifecycle.Tests.Engine;

public sealed class ToolingTests : IDisposable
{
    readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public async Task A_process_tells_its_lines_and_its_exit_code()
    {
        var outcome = await sandbox.RunAsync<Running>("Echo");

        Assert.Equal((0, "3|out|err"), (outcome.ExitCode, outcome.Trace));
        Assert.Contains("> /bin/sh -c \"echo out; echo err >&2; exit 3\"\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\nout\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_fails_or_takes_too_long_can_fail_the_target()
    {
        var failed = await sandbox.RunAsync<Running>("Fail");
        var late = await sandbox.RunAsync<Running>("Late");

        Assert.Equal((255, "Error: '/bin/sh' exited with code 3."), (failed.ExitCode, failed.Error));
        Assert.Equal((255, "Error: '/bin/sh' did not end in time."), (late.ExitCode, late.Error));
    }

    [Fact]
    public void Interpolated_arguments_are_quoted_where_they_must_be()
    {
        ArgumentStringHandler arguments = $"test {"a b"} {AbsolutePath.Create("/x y/z")} {1}";

        Assert.Equal("test \"a b\" \"/x y/z\" 1", arguments.ToStringAndClear());
    }

    [Fact]
    public void Paths_are_composed_and_compared()
    {
        AbsolutePath path = "/a/b/";

        Assert.Equal(AbsolutePath.Create("/a/c.txt"), path / ".." / "c.txt");
        Assert.Equal("/a/b.bak", path + ".bak");
        Assert.Equal("/a", path / ..);
        Assert.True(path == "/a/./b");
        Assert.Throws<Exception>(() => AbsolutePath.Create("a"));
    }

    [Theory]
    [InlineData("keep", "keep", 0)]
    [InlineData("kep", "keep", 1)]
    [InlineData("kepe", "keep", 1)]
    [InlineData("", "keep", 4)]
    public void Spelling_counts_edits_and_swaps(string typed, string known, int distance) =>
        Assert.Equal(distance, Spelling.Distance(typed, known));

    [Theory]
    [InlineData("BackupBucket", "backup-bucket")]
    [InlineData("S3Uri", "s3-uri")]
    [InlineData("Sha256", "sha256")]
    [InlineData("KubeConfigURL", "kube-config-url")]
    [InlineData("HTTPPort", "http-port")]
    public void Names_are_typed_with_dashes(string name, string typed) => Assert.Equal(typed, Names.Dashed(name));

    [Fact]
    public async Task The_root_is_where_nuke_is_or_what_is_given()
    {
        (sandbox.Root / "elsewhere").CreateDirectory();

        var found = await sandbox.RunAsync<Running>("Root");
        var given = await sandbox.RunAsync<Running>("Root --root elsewhere");

        Assert.EndsWith("elsewhere", given.Trace, StringComparison.Ordinal);
        Assert.NotEqual(given.Trace, found.Trace);
    }

    sealed class Running : NukeBuild
    {
        Target Root => _ => _.Executes(() => Sandbox.Trace(RootDirectory));

        Target Echo => _ => _.Executes(() =>
        {
            using var process = ProcessTasks.StartShell("echo out; echo err >&2; exit 3");
            process.WaitForExit();
            var lines = process.Output.OrderByDescending(x => x.Text).Select(x => x.Text);
            Sandbox.Trace(string.Join('|', lines.Prepend($"{process.ExitCode}")));
        });

        Target Fail => _ => _.Executes(() => ProcessTasks.StartShell("exit 3").AssertZeroExitCode());
        Target Late => _ => _.Executes(() => ProcessTasks.StartShell("sleep 10", timeout: 50).AssertZeroExitCode());
    }
}
