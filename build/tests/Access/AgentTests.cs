using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Lifecycle.Shells;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Access;

/// <summary>The agent itself, in each shell that an image of Redis may have.</summary>
public sealed partial class AgentTests
{
    [Theory]
    [InlineData("dash")]
    [InlineData("busybox ash")]
    [InlineData("bash --posix")]
    public async Task In_every_shell_it_finds_a_password_and_says_which_is_wrong(string shell)
    {
        Assert.SkipUnless(Tool.IsOnPath(shell.Split(' ')[0]), $"{shell} is not on PATH: install it to run this test");
        await using var redis = await RedisInstance.StartAsync("--requirepass", "a b\"c");

        Assert.Contains("\nwhoami 7\ndefault", await SurveyAsync(redis, shell, variable: "a b\"c", input: null), StringComparison.Ordinal);
        Assert.Contains("\nwhoami 7\ndefault", await SurveyAsync(redis, shell, variable: "wrong", input: "a b\"c"), StringComparison.Ordinal);
        Assert.Equal("80 Redis does not accept the password of the default user in REDISCLI_AUTH: WRONGPASS invalid username-password pair or user is disabled.", await SurveyAsync(redis, shell, variable: "wrong", input: null));
        Assert.Equal("80 Redis does not accept the password of the default user that was given: WRONGPASS invalid username-password pair or user is disabled.", await SurveyAsync(redis, shell, variable: "a b\"c", input: "wrong"));
        Assert.Equal("80 Redis asks for a password, and none was found: NOAUTH Authentication required.", await SurveyAsync(redis, shell, variable: "", input: null));
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_password_that_nobody_asks_for_is_no_hindrance(string server)
    {
        await using var checkout = await GuardedCheckout.CreateAsync(server, Guard.None);
        checkout.Variables["REDISCLI_AUTH"] = "of another Redis";

        Assert.Contains("REDIS-BACKUP: RUN, 6 keys", await checkout.RunAsync("Backup", "--sample-keys", "5"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_agents_statuses_are_those_that_are_known_here()
    {
        var known = Enum.GetValues<AgentStatus>().Where(status => status != AgentStatus.Done).ToDictionary(status => status.ToString().ToUpperInvariant(), status => (int)status);

        Assert.Equal(known.OrderBy(pair => pair.Value), Status().Matches(AgentScript.Read()).ToDictionary(match => match.Groups["name"].Value.ToUpperInvariant(), match => int.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)).OrderBy(pair => pair.Value));
    }

    /// <summary>What it answers, or its status and the first line of why.</summary>
    private static async Task<string> SurveyAsync(RedisInstance redis, string shell, string variable, string? input)
    {
        var command = new Command(
            """script=$1 shell=$2 REDISCLI_AUTH=$3; shift 3; export REDISCLI_AUTH; unset REDIS_PASSWORD; exec $shell -c "$script" sh "$@" """,
            [AgentScript.Read(), shell, variable, .. input is null ? Array.Empty<string>() : ["--auth"], "--settings", redis.Process.Access.Settings, "survey"]);
        using var given = input is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(input + "\n"));
        using var answer = new MemoryStream();
        var exit = await redis.Shell.RunAsync(command, given, answer, RedisInstance.Cancel);
        return exit.Succeeded ? Encoding.UTF8.GetString(answer.ToArray()) : $"{exit.Status} {exit.Error.Split('\n')[0]}";
    }

    [GeneratedRegex(@"(?<=^| )(?<name>[a-z]+)=(?<value>(64|7\d|8\d))(?= |$)", RegexOptions.Multiline)]
    private static partial Regex Status();
}
