using System.Security.Cryptography;
using System.Text;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Cluster;

public sealed class PodShellTests(RunningRedis running) : IClassFixture<RunningRedis>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_runs_in_the_data_folder()
    {
        var shell = await running.ShellAsync();
        Assert.Equal("/data\n", await shell.ReadAsync(new Command("pwd"), Token));
    }

    [Fact]
    public async Task A_command_tells_its_exit_status_and_what_it_wrote_to_standard_error()
    {
        var shell = await running.ShellAsync();
        var exit = await shell.RunAsync(new Command("echo out; echo 'it is so' >&2; exit \"$1\"", "7"), input: null, output: null, Token);
        Assert.Equal(new Exit(7, "it is so\n"), exit);
    }

    [Fact]
    public async Task Arguments_are_not_parsed_by_a_shell()
    {
        var shell = await running.ShellAsync();
        const string Nasty = "a 'b' \"c\" $(d) `e` \\ * ; & | \n é";
        Assert.Equal(Nasty, await shell.ReadAsync(new Command("printf %s \"$1\"", Nasty), Token));
    }

    [Fact]
    public async Task Input_arrives_whole()
    {
        var shell = await running.ShellAsync();
        var sent = RandomNumberGenerator.GetBytes(32 * 1024 * 1024);
        using var output = new MemoryStream();
        var exit = await shell.RunAsync(new Command("dd bs=65536 count=512 iflag=fullblock 2>/dev/null | sha256sum"), new MemoryStream(sent), output, Token);
        Assert.True(exit.Succeeded, exit.Reason);
        Assert.StartsWith(Convert.ToHexStringLower(SHA256.HashData(sent)), Encoding.ASCII.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_ends_before_its_input_tells_its_own_exit_status()
    {
        var shell = await running.ShellAsync();
        var exit = await shell.RunAsync(new Command("head -c 10 >/dev/null; echo full >&2; exit 3"), new MemoryStream(new byte[64 * 1024 * 1024]), output: null, Token);
        Assert.Equal(new Exit(3, "full\n"), exit);
    }

    [Fact]
    public async Task Input_that_fails_ends_the_command_with_its_own_error()
    {
        var shell = await running.ShellAsync();
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => shell.RunAsync(new Command("cat >/dev/null"), new FailingStream(), output: null, Token));
        Assert.Equal("the archive is damaged", failure.Message);
    }

    [Fact]
    public async Task A_command_is_ended_in_the_pod_at_its_limit()
    {
        var shell = await running.ShellAsync();
        var exit = await shell.RunAsync(new Command("sleep 4711") { Limit = TimeSpan.FromSeconds(2) }, input: null, output: null, Token);
        Assert.False(exit.Succeeded);
        Assert.DoesNotContain("sleep 4711", WithoutShells(await shell.ReadAsync(new Command("ps"), Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_command_whose_client_has_gone_nothing_runs_after_its_limit()
    {
        var shell = await running.ShellAsync();
        using var gone = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shell.RunAsync(
            new Command("dd if=/dev/zero bs=65536 count=10000000 2>/dev/null | dd bs=4713 2>/dev/null") { Limit = TimeSpan.FromSeconds(5) }, input: null, new SlowStream(1024 * 1024), gone.Token));
        await Eventually.IsTrueAsync(async () => !WithoutShells(await shell.ReadAsync(new Command("ps"), Token)).Contains("4713", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_container_that_is_not_there_is_an_error_of_the_shell()
    {
        _ = await running.ShellAsync();
        var shell = await running.ShellAsync(container: "nonesuch");
        var failure = await Assert.ThrowsAsync<ShellException>(() => shell.ReadAsync(new Command("true"), Token));
        Assert.Contains("nonesuch", failure.Message, StringComparison.Ordinal);
    }

    private static string WithoutShells(string processes) => string.Join('\n', processes.Split('\n').Where(line => !line.Contains("sh -c", StringComparison.Ordinal)));
}
