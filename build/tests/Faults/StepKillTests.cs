using System.Globalization;
using Lifecycle.Stores;
using Lifecycle.Tests.Support;
using Lifecycle.Tests.Volume;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Faults;

/// <summary>
/// The real program, killed by a real SIGKILL before and after each command that it runs where Redis lives, and together
/// with its command within one: before and after each program that the command's script starts. Stand-ins for those
/// programs count them and strike.
/// </summary>
[Campaign]
public sealed class StepKillTests
{
    private const int MoreStepsThanThereAre = 120;

    // All of them in FaultTest.
    private static readonly int Stride = Environment.GetEnvironmentVariable("TEST_FAULT_STRIDE") is { Length: > 0 } ? 1 : 5;

    // Every command goes through this one.
    private static readonly string[] Commands = ["timeout"];

    // The tool has made a session of its own, in which everything is that it has started, except for Redis.
    private const string Striker = """
        exec 9>"$STRIKE_COUNT.lock"; flock 9
        count=$(($(/bin/cat "$STRIKE_COUNT" 2>/dev/null || echo 0) + 1))
        # At once: another one that runs beside may be killed here.
        echo $count > "$STRIKE_COUNT.new"; /bin/mv "$STRIKE_COUNT.new" "$STRIKE_COUNT"
        exec 9>&-
        strike() { [ "$STRIKE_WHOM" = tool ] && kill -9 $PPID || pkill -KILL -s "$(ps -o sid= -p $$ | tr -d ' ')"; }
        [ "$count $STRIKE_WHEN" != "$STRIKE_STEP before" ] || { strike; exit 137; }
        PATH=$STRIKE_PATH "${0##*/}" "$@"; status=$?
        [ "$count $STRIKE_WHEN" != "$STRIKE_STEP after" ] || strike
        exit $status
        """;

    public static TheoryData<string, string, string> Everything => new MatrixTheoryData<string, string, string>(RedisServers.Names, ["Backup", "Restore", .. Stride == 1 ? [TakenBack] : Array.Empty<string>(), "Drill"], ["before", "after"]);

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public Task Killed_at_any_program_while_wrong_data_is_taken_back_a_run_loses_nothing(string when) =>
        KillAsync($"{TakenBack}, embedded: all killed {when} each program", RedisServers.Redis8, AgentShell.Programs, "all", when, TakenBack, Stride);

    /// <summary>A restore of other data than was promised: the previous is put back.</summary>
    private const string TakenBack = "Restore, taken back";

    [Theory]
    [MemberData(nameof(Everything))]
    public Task Killed_at_any_command_a_run_loses_nothing_and_the_next_one_puts_it_right(string server, string verb, string when) =>
        KillAsync($"{verb}, embedded, {server}: SIGKILL {when} each command", server, Commands, "tool", when, verb, stride: 1);

    [Theory]
    [MemberData(nameof(Everything))]
    public Task Killed_with_its_command_at_any_program_a_run_loses_nothing_and_the_next_one_puts_it_right(string server, string verb, string when) =>
        KillAsync($"{verb}, embedded, {server}: all killed {when} each program", server, AgentShell.Programs, "all", when, verb, Stride);

    private static async Task KillAsync(string name, string server, string[] programs, string whom, string when, string verb, int stride)
    {
        string[] command = verb is "Restore" or TakenBack ? ["Restore", "--force"] : [verb];
        await using var checkout = await Checkout.CreateAsync(server);
        Assert.Equal(0, (await checkout.RunAsync("Backup")).ExitCode);
        if (verb == TakenBack)
        {
            var store = new FolderStore(Path.Combine(checkout.Root, "output", "redis-backups"));
            await FalseManifest.PromiseOneKeyMoreAsync(store, (await new Catalog(store).ListAsync(RedisInstance.Cancel))[0].Name);
        }

        var backup = await checkout.DigestAsync();
        var count = await ArmAsync(checkout, programs, whom, when);
        var ledger = new Ledger(name);
        for (var step = 1; step < MoreStepsThanThereAre; step += stride)
        {
            _ = await CallAsync(checkout, "SET", "step", $"{step}");
            var previous = await checkout.DigestAsync();
            File.Delete(count);
            checkout.Variables["STRIKE_STEP"] = step.ToString(CultureInfo.InvariantCulture);

            var (exitCode, output) = await checkout.RunAsync(command);
            checkout.Variables["STRIKE_STEP"] = "none";
            var wasReached = File.Exists(count) && int.Parse(await File.ReadAllTextAsync(count), CultureInfo.InvariantCulture) >= step;
            var (next, answer) = await checkout.RunAsync(verb == TakenBack ? "Restore" : verb);

            Assert.True(next == 0, $"step {step}: {answer}\nafter: {output}");
            var data = await checkout.DigestAsync();
            Assert.True(data == previous || (verb == "Restore" && data == backup), $"step {step}: neither the previous nor the restored data. {output}");
            Assert.False(Directory.Exists(Path.Combine(checkout.Folders.Data, Scratch.Folder)), $"step {step}: a scratch folder is left");
            Assert.False(Directory.Exists($"{checkout.Folders.Root}-drill"), $"step {step}: a throwaway is left");
            Assert.Equal("OK", await CallAsync(checkout, "SET", "writable", "1"));
            ledger.Count(injected: exitCode != 0 && wasReached, survived: true);
            if (exitCode == 0 || !wasReached)
            {
                ledger.Close();
                return;
            }
        }

        Assert.Fail("the run never got through");
    }

    private static async Task<string> CallAsync(Checkout checkout, params string[] command) =>
        (await checkout.Redis.Server.CallAsync(RedisInstance.Cancel, command)).Trim();

    /// <returns>The file in which steps are counted.</returns>
    private static async Task<string> ArmAsync(Checkout checkout, string[] programs, string whom, string when)
    {
        var folder = Directory.CreateDirectory(Path.Combine(checkout.Root, "striker")).FullName;
        foreach (var program in programs)
        {
            await StandIn.WriteAsync(folder, program, Striker);
        }

        checkout.Variables["PATH"] = $"{folder}{Path.PathSeparator}{checkout.ProgramPath}";
        checkout.Variables["STRIKE_PATH"] = checkout.ProgramPath;
        checkout.Variables["STRIKE_WHOM"] = whom;
        checkout.Variables["STRIKE_WHEN"] = when;
        return checkout.Variables["STRIKE_COUNT"] = Path.Combine(folder, "count");
    }
}
