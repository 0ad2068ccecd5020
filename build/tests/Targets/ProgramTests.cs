using System.Net;
using System.Net.Sockets;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Targets;

/// <summary>The program itself, on whichever engine it was compiled for.</summary>
public sealed class ProgramTests : IDisposable
{
    private const string Nothing = "{ }";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("redis-lifecycle-program-");

    public ProgramTests() => Write(".nuke/parameters.json", Nothing);

    [Theory]
    [InlineData("Backup Restore --force", "they would run as Restore, Backup: run them one after the other")]
    [InlineData("Destroy Backup --confirm-destroy DESTROY", "they would run as Backup, Destroy: run them one after the other")]
    [InlineData("Destroy --dry-run --continue", "Run the targets anew")]
    [InlineData("Destroy", "Add --confirm-destroy DESTROY")]
    [InlineData("Backup --wait-timeout banana", "no span of time")]
    public async Task A_mistake_ends_with_2_before_anything_is_done(string line, string expected)
    {
        var (exitCode, output) = await RunAsync(line);

        Assert.Equal((2, 1), (exitCode, Count(expected, output)));
        Assert.False(Directory.Exists(Path.Combine(_root.FullName, "output")));
    }

    [Fact]
    public async Task A_plan_is_written_where_there_is_no_browser()
    {
        var (exitCode, output) = await RunAsync("Backup Restore --plan", ("DISPLAY", ":0"), ("BROWSER", "none"));

        var page = Path.Combine(_root.FullName, ".nuke", "temp", "execution-plan.html");
        Assert.Equal(0, exitCode);
        Assert.Contains(page, output, StringComparison.Ordinal);
        Assert.Contains("<tr><td>2</td><td>Backup</td>", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cause_of_a_failure_is_told_and_annotated_once_each()
    {
        var (exitCode, output) = await RunAsync("Render --environment dev", ("GITHUB_ACTIONS", "true"));

        Assert.Equal(255, exitCode);
        Assert.Equal((1, 1), (Count("\n::error::There is no kustomization", output), Count("\nError: There is no kustomization", output)));
    }

    [Theory]
    [InlineData("VERBOSITY", "foo", 0)]
    [InlineData("NUKE_VERBOSITY", "foo", 2)]
    [InlineData("KUBECONFIG", "", 0)]
    public async Task Variables_end_alike_on_both_engines(string name, string value, int expected) =>
        Assert.Equal(expected, (await RunAsync("Render", (name, value))).ExitCode);

    [Fact]
    public async Task An_interrupted_run_ends_with_130_and_one_summary()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Write("kubeconfig", $$"""
            { "apiVersion": "v1", "kind": "Config", "current-context": "c",
              "clusters": [{ "name": "c", "cluster": { "server": "http://{{silent.LocalEndpoint}}" } }],
              "users": [{ "name": "c", "user": { "token": "x" } }],
              "contexts": [{ "name": "c", "context": { "cluster": "c", "user": "c" } }] }
            """);
        using var run = Start("Verify --environment dev --kubeconfig kubeconfig");
        using var asked = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        run.Signal(ProgramRun.SigInt, withChildren: true);
        var (exitCode, output) = await run.EndAsync();

        Assert.Equal((130, 1), (exitCode, Count("Build failed on", output)));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private async Task<(int ExitCode, string Output)> RunAsync(string line, params (string Name, string Value)[] variables)
    {
        using var run = Start(line, variables);
        return await run.EndAsync();
    }

    private ProgramRun Start(string line, params (string Name, string Value)[] variables) =>
        new(_root.FullName, variables.ToDictionary(variable => variable.Name, variable => variable.Value), line.Split(' '));

    private void Write(string file, string content)
    {
        var path = Path.Combine(_root.FullName, file);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private static int Count(string part, string text) => text.Split(part).Length - 1;
}
