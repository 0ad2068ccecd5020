using System.Globalization;
using Lifecycle.Log;
using Lifecycle.Shells;
using Lifecycle.Stores;
using Lifecycle.Tests.Log;
using Lifecycle.Tests.Support;
using Lifecycle.Verbs;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>
/// A log that is followed while somebody writes. What is written says itself whether it is whole: a list of the numbers from
/// one on, each with its time. Whatever befalls the archiver, each moment is restored exactly or refused.
/// </summary>
internal sealed class ArchiveScenario(FaultWorld world) : Scenario(world)
{
    // For about as long as the archiver that meets the fault, with a rewrite amid it. In one step each: a write that is refused leaves no hole.
    private const string Writer = """
        i=0
        while [ $((i += 1)) -le 300 ]; do
            echo "EVAL \"redis.call('RPUSH', 'log', (redis.call('LLEN', 'log') + 1) .. ' ' .. redis.call('TIME')[1])\" 0"
            [ "$i" -ne 200 ] || echo BGREWRITEAOF
            sleep 0.02
        done | redis-cli > /dev/null
        """;

    private readonly Random _random = new(47);
    private Checkout? _elsewhere;
    private Task _writing = Task.CompletedTask;

    public override string[] Command => ["Archive", "--archive-every", "1s", "--for", "15s"];

    public override string[] Again => ["Archive", "--archive-every", "1s", "--for", "30s"];

    public override async Task BeginAsync()
    {
        await base.BeginAsync();
        await World.Pod.FillAsync(megabytes: 1);
        _elsewhere = await Checkout.CreateAsync();
        _ = await _elsewhere.RunAsync("Deploy", "--sample-keys", "0");
    }

    public override async Task PrepareAsync(int round)
    {
        await _writing;
        await World.Pod.RenewAsync();
        _writing = WriteAsync();
    }

    public override async Task RequireNothingLostAsync(Outcome faulted)
    {
        await _writing;
        // On a busy machine a writer outlives the archiver: what it has written last is in no log yet.
        _ = await World.MustAsync(Again);

        var spans = ArchivedCheckout.ParseHistory(await MustElsewhereAsync("History", "--output", "json")).Spans;
        _ = await MustElsewhereAsync("Restore", "--at", Timeline.Moment(spans[^1].To), "--force");
        Assert.Equal(await World.Pod.FingerprintAsync(), (await _elsewhere!.Redis.Server.CallAsync(RedisInstance.Cancel, Fingerprint.Command)).Trim());

        await RequireExactOrRefusedAsync(spans, spans[0].From + ((spans[^1].To - spans[0].From) * _random.NextDouble()));
        await Remains.RequireNoneAsync(World, Settings);
    }

    public override async ValueTask DisposeAsync()
    {
        await _writing;
        await (_elsewhere?.DisposeAsync() ?? ValueTask.CompletedTask);
        await base.DisposeAsync();
    }

    private async Task RequireExactOrRefusedAsync(IReadOnlyList<ListedSpan> spans, DateTimeOffset moment)
    {
        var at = Timeline.Moment(moment);
        moment = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
        var (exitCode, output) = await RunElsewhereAsync("Restore", "--at", at, "--force");
        // A second that has a backup can be restored, log or none.
        using var store = World.Server.Store(World.Prefix);
        var isBackup = (await new Catalog(store).ListAsync(RedisInstance.Cancel)).Any(backup => backup.IsComplete && backup.Name == BackupName.At(moment));
        if (!isBackup && !spans.Any(span => span.From <= moment && moment <= span.To && !span.Unseen.Any(unseen => unseen.From < moment && moment < unseen.To)))
        {
            Assert.True(exitCode != 0, $"nobody looked at {at}: {output}");
            Assert.Contains("The nearest", output, StringComparison.Ordinal);
            return;
        }

        Assert.True(exitCode == 0, $"{at} can be restored: {output}");
        var list = (await _elsewhere!.Redis.Server.CallAsync(RedisInstance.Cancel, "LRANGE", "log", "0", "-1")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(' ')).ToList();
        Assert.Equal(Enumerable.Range(1, list.Count), list.Select(item => int.Parse(item[0], CultureInfo.InvariantCulture)));
        Assert.True(list is not [.., var last] || long.Parse(last[1], CultureInfo.InvariantCulture) <= moment.ToUnixTimeSeconds(), $"{at} holds what was written later");
    }

    // Where Redis is killed, or its pod goes, what writes into it goes too.
    private async Task WriteAsync()
    {
        try
        {
            _ = await World.Pod.ReadAsync(Writer);
        }
        catch (ShellException exception)
        {
            TestContext.Current.SendDiagnosticMessage($"the writer has ended: {exception.Message}");
        }
    }

    private async Task<string> MustElsewhereAsync(params string[] arguments)
    {
        var (exitCode, output) = await RunElsewhereAsync(arguments);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)} in peace: {output}");
        return output;
    }

    /// <summary>For a Redis beside the one that is archived, past what stands before the store.</summary>
    private async Task<(int ExitCode, string Output)> RunElsewhereAsync(params string[] arguments)
    {
        using var store = World.Server.Store(World.Prefix);
        var owner = (await new Catalog(store).ListAsync(RedisInstance.Cancel))[0].Owner!.Name;
        return await _elsewhere!.RunAsync(
            [.. arguments, "--from", owner, "--store", $"s3://{World.Server.Bucket}", "--backup-prefix", World.Prefix, "--s3-endpoint", World.Server.Endpoint.ToString(), "--region", "us-east-1"]);
    }
}
