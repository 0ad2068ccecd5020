using System.Text.RegularExpressions;
using Lifecycle.Tests.Support;
using Lifecycle.Tests.Workflows;

namespace Lifecycle.Tests.Access;

/// <summary>The rules of docs/runbooks/operations/redis-access.md, each for exactly what it is said to be for, and none for more.</summary>
public sealed partial class LeastRightsTests
{
    private const string Password = "least-of-all";

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var server in new[] { RedisServers.Redis7, RedisServers.Redis8, RedisServers.Valkey8 })
            {
                foreach (var mode in new[] { "yes", "no" })
                {
                    cases.Add(server, mode);
                }
            }

            return cases;
        }
    }

    [Theory]
    [Campaign]
    [MemberData(nameof(Cases))]
    public async Task Each_verb_runs_as_the_user_that_the_runbook_makes_for_it(string server, string appendOnly)
    {
        var rules = Rules();
        await using var checkout = await GuardedCheckout.CreateAsync(server, _ => new Guard(
            [$"appendonly {appendOnly}", "user default off", $"user keeper on >{Password} ~* &* +@all", .. rules.Values], Password, "keeper"));
        _ = await checkout.RunAsync("Deploy", "--sample-keys", "40");
        var before = await checkout.FingerprintAsync();

        var (_, verified) = await checkout.TryRunAsync("Verify", "--redis-user", "lifecycle-verify");
        Assert.Contains("the user lifecycle-verify", verified, StringComparison.Ordinal);
        Assert.DoesNotContain("NOPERM", verified, StringComparison.Ordinal);
        Assert.Contains("REDIS-BACKUP: RUN", await checkout.RunAsAsync("lifecycle-backup", "Backup"), StringComparison.Ordinal);
        if (appendOnly == "yes")
        {
            Assert.Contains("Archive: RUN", await checkout.RunAsAsync("lifecycle-backup", "Archive", "--for", "25s"), StringComparison.Ordinal);
        }

        Assert.Contains("Rotate: RUN", await checkout.RunAsAsync("lifecycle-backup", "Rotate"), StringComparison.Ordinal);
        Assert.Contains("Drill: RUN", await checkout.RunAsAsync("lifecycle-backup", "Drill"), StringComparison.Ordinal);
        _ = await checkout.Server.CallAsync(RedisInstance.Cancel, "SET", "more", "1");
        Assert.Contains("REDIS-RESTORE: RUN", await checkout.RunAsAsync("lifecycle-restore", "Restore", "--force"), StringComparison.Ordinal);
        Assert.Equal(before, await checkout.FingerprintAsync());
        Assert.Contains("Destroy: RUN", await checkout.RunAsAsync("lifecycle-restore", "Destroy", "--confirm-destroy", "DESTROY"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task None_of_them_may_read_or_write_a_key_and_a_backup_may_not_end_redis(string server)
    {
        await using var checkout = await GuardedCheckout.CreateAsync(server, _ => new Guard(["user default off", $"user keeper on >{Password} ~* &* +@all", .. Rules().Values], Password, "keeper"));
        _ = await checkout.RunAsync("Deploy", "--sample-keys", "40");

        foreach (var user in Rules().Keys)
        {
            foreach (var command in new string[][] { ["SET", "a", "b"], ["GET", "a"], ["FLUSHALL"], ["KEYS", "*"], ["CONFIG", "SET", "save", ""] })
            {
                var refusal = await Assert.ThrowsAnyAsync<Exception>(() => checkout.As(user, Password).CallAsync(RedisInstance.Cancel, command));
                Assert.Contains("NOPERM", refusal.Message, StringComparison.Ordinal);
            }
        }

        var (exitCode, output) = await checkout.TryRunAsync("Restore", "--force", "--redis-user", "lifecycle-backup", "--archive", await ArchiveAsync(checkout));
        Assert.Equal(255, exitCode);
        Assert.Contains("Redis refuses SHUTDOWN: NOPERM", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(checkout.Folders.Data, ".redis-lifecycle")), output);
    }

    private static async Task<string> ArchiveAsync(GuardedCheckout checkout)
    {
        _ = await checkout.RunAsync("Backup");
        return Directory.EnumerateFiles(Path.Combine(checkout.Root, "output"), "*.tgz", SearchOption.AllDirectories).Single();
    }

    /// <summary>By user; the password in place of what the runbook leaves out.</summary>
    private static Dictionary<string, string> Rules() =>
        Rule().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/runbooks/operations/redis-access.md")))
            .ToDictionary(rule => rule.Groups["user"].Value, rule => rule.Value.Trim().Replace(">PASSWORD", $">{Password}", StringComparison.Ordinal));

    [GeneratedRegex("^    user (?<user>lifecycle-[a-z]+) .*$", RegexOptions.Multiline)]
    private static partial Regex Rule();
}
