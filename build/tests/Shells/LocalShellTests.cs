using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Shells;

public sealed class LocalShellTests
{
    private readonly LocalShell _shell = new("this machine", Path.GetTempPath(), new Dictionary<string, string>());

    [Theory]
    [InlineData("$(touch pwned)")]
    [InlineData("; touch pwned;")]
    [InlineData("`touch pwned`")]
    [InlineData("a'b\"c\\d\ne*? ${HOME} | & > <")]
    [InlineData("-n")]
    [InlineData("")]
    public async Task A_value_full_of_metacharacters_arrives_as_it_is(string value) =>
        Assert.Equal(value, await _shell.ReadAsync(new Command("""printf '%s' "$1" """, value), RedisInstance.Cancel));

    [Fact]
    public async Task A_command_that_outlives_its_limit_is_ended()
    {
        var (exit, _) = await _shell.TryReadAsync(new Command("sleep 60") { Limit = TimeSpan.FromSeconds(1) }, RedisInstance.Cancel);

        Assert.False(exit.Succeeded);
    }

    [Fact]
    public async Task A_destination_that_fails_ends_the_command() =>
        await Assert.ThrowsAsync<ShellException>(() => _shell.ReadAsync(new Command("yes"), RedisInstance.Cancel));

    [Fact]
    public async Task A_command_that_stops_reading_early_says_why_by_its_status()
    {
        using var endless = new MemoryStream(new byte[8 * 1024 * 1024]);

        var exit = await _shell.RunAsync(new Command("exit 3"), endless, output: null, RedisInstance.Cancel);

        Assert.Equal(3, exit.Status);
    }
}
