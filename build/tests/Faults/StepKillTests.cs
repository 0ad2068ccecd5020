using System.Globalization;
using Lifecycle.Redis;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Faults;

/// <summary>
/// The real program, killed by a real SIGKILL before and after each command that it runs where Redis lives: a stand-in for
/// <c>timeout</c>, through which every one of them goes, counts them and strikes.
/// </summary>
public sealed class StepKillTests
{
    private const int MoreStepsThanThereAre = 60;

    private const string Striker = """
        #!/bin/sh
        count=$(($(cat "$STRIKE_COUNT" 2>/dev/null || echo 0) + 1)); echo $count > "$STRIKE_COUNT"
        [ "$count $STRIKE_WHEN" != "$STRIKE_STEP before" ] || { kill -9 $PPID; exit 137; }
        "$STRIKE_TIMEOUT" "$@"; status=$?
        [ "$count $STRIKE_WHEN" != "$STRIKE_STEP after" ] || kill -9 $PPID
        exit $status
        """;

    [Theory]
    [InlineData("before", "Backup")]
    [InlineData("after", "Backup")]
    [InlineData("before", "Restore", "--force")]
    [InlineData("after", "Restore", "--force")]
    public async Task Killed_at_any_step_a_run_loses_nothing_and_the_next_one_puts_it_right(string when, params string[] verb)
    {
        await using var checkout = await Checkout.CreateAsync();
        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);
        var backup = await checkout.DigestAsync();
        var count = await ArmAsync(checkout, when);
        var ledger = new Ledger($"{verb[0]}, embedded: SIGKILL {when} each command");
        for (var step = 1; step < MoreStepsThanThereAre; step++)
        {
            _ = await CallAsync(checkout, "SET", "step", $"{step}");
            var previous = await checkout.DigestAsync();
            File.Delete(count);
            checkout.Variables["STRIKE_STEP"] = step.ToString(CultureInfo.InvariantCulture);

            var (exitCode, output) = await checkout.RunAsync(verb);
            checkout.Variables["STRIKE_STEP"] = "none";
            var (next, answer) = await checkout.RunAsync(verb[0]);

            Assert.True(next == 0, $"step {step}: {answer}\nafter: {output}");
            var data = await checkout.DigestAsync();
            Assert.True(data == previous || (verb[0] == "Restore" && data == backup), $"step {step}: neither the previous nor the restored data. {output}");
            Assert.False(Directory.Exists(Path.Combine(checkout.Folders.Data, Scratch.Folder)), $"step {step}: a scratch folder is left");
            Assert.Equal("OK", await CallAsync(checkout, "SET", "writable", "1"));
            ledger.Count(injected: exitCode != 0, survived: true);
            if (exitCode == 0)
            {
                ledger.Close();
                return;
            }
        }

        Assert.Fail("the run never got through");
    }

    private static async Task<string> CallAsync(Checkout checkout, params string[] command) =>
        (await new RedisServer(checkout.Redis.Shell).CallAsync(RedisInstance.Cancel, command)).Trim();

    /// <returns>The file in which commands are counted.</returns>
    private static async Task<string> ArmAsync(Checkout checkout, string when)
    {
        var folder = Directory.CreateDirectory(Path.Combine(checkout.Root, "striker")).FullName;
        var striker = Path.Combine(folder, "timeout");
        await File.WriteAllTextAsync(striker, Striker + "\n");
        _ = await Tool.RunAsync(["chmod", "500", striker], folder);
        var path = Environment.GetEnvironmentVariable("PATH")!;
        checkout.Variables["PATH"] = $"{folder}{Path.PathSeparator}{checkout.ProgramPath}";
        checkout.Variables["STRIKE_TIMEOUT"] = path.Split(Path.PathSeparator).Select(each => Path.Combine(each, "timeout")).First(File.Exists);
        checkout.Variables["STRIKE_WHEN"] = when;
        return checkout.Variables["STRIKE_COUNT"] = Path.Combine(folder, "count");
    }
}
