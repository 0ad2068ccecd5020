using System.Text;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Access;

/// <summary>The password of Redis is looked for wherever somebody else could read it, while every verb runs.</summary>
[Collection("Alone")]
public sealed class SecretSightTests
{
    [Theory]
    [InlineData(RedisServers.Redis7, Guard.AclUser)]
    [InlineData(RedisServers.Valkey8, Guard.ClientCertificate)]
    public async Task No_process_log_summary_or_file_shows_the_password(string server, string guard)
    {
        await using var checkout = await GuardedCheckout.CreateAsync(server, guard);
        var summary = Path.Combine(checkout.Root, "summary.md");
        checkout.Variables["GITHUB_STEP_SUMMARY"] = summary;
        checkout.Variables["GITHUB_ACTIONS"] = "true";
        await using var watch = new ProcessWatch(Guard.Secret);
        var output = new StringBuilder();
        string[][] verbs = [["Deploy", "--sample-keys", "50"], ["Verify"], ["Backup"], ["Archive", "--for", "25s"], ["History"], ["Backups"], ["Drill"], ["Rotate"], ["Restore", "--force"], ["Destroy", "--confirm-destroy", "DESTROY"]];
        foreach (var verb in verbs)
        {
            _ = output.Append(await checkout.RunAsync([.. verb, "--verbosity", "verbose"]));
        }

        checkout.Variables["REDISCLI_AUTH"] = $"no {Guard.Secret}";
        _ = output.Append((await checkout.TryRunAsync("Verify")).Output);

        await watch.RequireUnseenAsync();
        Assert.DoesNotContain(Guard.Secret, output.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(await File.ReadAllTextAsync(summary, RedisInstance.Cancel));
        Assert.DoesNotContain(Readable(checkout.Root), file => Path.GetFileName(file) != "redis.conf" && File.ReadAllText(file, Encoding.Latin1).Contains(Guard.Secret, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Readable(string root) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) != ".sock" && new FileInfo(file).Length > 0);
}
