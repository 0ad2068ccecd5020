using System.Text;
using Lifecycle.Reporting;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.S3;

/// <summary>Every verb, as talkative as it gets, with credentials that are looked for everywhere afterwards.</summary>
[Collection("S3")]
public sealed class SecretsTests(S3Server server)
{
    private const string Token = "kubeconfig-token-that-nobody-may-see";

    [Fact]
    public async Task No_secret_reaches_a_log_a_file_a_process_list_or_a_step_summary()
    {
        server.Require();
        await using var checkout = await Checkout.CreateAsync();
        var summary = Path.Combine(checkout.Root, "summary.md");
        checkout.Variables["GITHUB_STEP_SUMMARY"] = summary;
        checkout.Variables["GITHUB_ACTIONS"] = "true";
        checkout.Variables["KUBECONFIG"] = WriteKubeconfig();
        string[] secrets = [Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY")!, Token];
        using var watching = new CancellationTokenSource();
        var seen = new List<string>();
        var watch = WatchProcessesAsync(secrets, seen, watching.Token);
        var output = new StringBuilder();

        string[] s3 = ["--verbosity", "verbose", "--store", $"s3://{server.Bucket}", "--s3-endpoint", server.Endpoint.ToString(), "--backup-prefix", "secrets"];
        foreach (var verb in new[] { "Deploy", "Verify", "Backup", "Backups", "Drill", "Rotate", "Restore" })
        {
            var (exitCode, text) = await checkout.RunAsync([verb, .. s3]);
            Assert.True(exitCode == 0, text);
            _ = output.Append(text);
        }

        _ = output.Append((await checkout.RunAsync(["Backup", "--environment", "dev", .. s3])).Output);
        var (destroyed, told) = await checkout.RunAsync(["Destroy", "--confirm-destroy", "DESTROY", .. s3]);
        Assert.True(destroyed == 0, told);
        _ = output.Append(told);
        await watching.CancelAsync();
        await watch;

        Assert.Empty(seen);
        Assert.True(new FileInfo(summary).Length > 0, "there is no step summary: the test has tested nothing");
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, output.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(
                Directory.EnumerateFiles(checkout.Root, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file) is { Length: > 0 } info && info.UnixFileMode != UnixFileMode.None),
                file => Path.GetExtension(file) is not ".sock" && File.ReadAllText(file, Encoding.Latin1).Contains(secret, StringComparison.Ordinal));
        }
    }

    private static async Task WatchProcessesAsync(string[] secrets, List<string> seen, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(directory => char.IsAsciiDigit(Path.GetFileName(directory)[0])))
            {
                if (TryRead(Path.Combine(process, "cmdline")) is { } line && secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)))
                {
                    seen.Add(line);
                }
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private static string WriteKubeconfig()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, $$$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: u, user: {token: {{{Token}}}}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            current-context: c
            """);
        return path;
    }
}
