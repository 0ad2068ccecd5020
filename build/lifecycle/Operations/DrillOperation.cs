using System.Diagnostics;
using System.Globalization;
using Lifecycle.Archives;
using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Shells;
using Lifecycle.Stores;

namespace Lifecycle.Operations;

/// <summary>
/// Proves that a backup restores, by restoring it: into a throwaway Redis, by the same steps as the real one. The live
/// Redis is not touched.
/// </summary>
public sealed class DrillOperation(IEnvironment environment, IOperationLock operationLock, IReporter reporter)
{
    public const string Name = "Drill";

    private const int Samples = 200;

    // A key whose value can be dumped can be read; one that expires meanwhile answers with nothing, which is right too.
    private const string ReadSamples = RedisServer.Cli + """
        set -eu
        count=0
        while [ $count -lt "$1" ]; do
            key=$(redis RANDOMKEY); [ -n "$key" ] || break
            redis --no-raw DUMP "$key" >/dev/null
            count=$((count + 1))
        done
        echo $count
        """;

    /// <param name="source">The backup to prove.</param>
    /// <param name="store">Where the record is kept, if the backup is one of its own.</param>
    /// <param name="cancellationToken">Gives up; nothing of the drill is left.</param>
    /// <exception cref="LifecycleException">The backup does not restore, or not to what its manifest says.</exception>
    public async Task<Verdict> ProveAsync(RestoreSource source, IBackupStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var record = await RunAsync(source, cancellationToken);
        if (source.Backup is { } name)
        {
            await KeepAsync(store, name, record, cancellationToken);
        }

        return record.Passed
            ? Verdict.Run(
                Name,
                $"{source.Location} restores: {Text.Keys(record.Keys)} in {record.Seconds:0.0}s",
                new Fact("Archive", source.Location),
                new Fact("Keys", Text.Keys(record.Keys)),
                new Fact("Time to restore", Text.Duration(TimeSpan.FromSeconds(record.Seconds))))
            : throw new LifecycleException($"{source.Location} does not restore: {record.Failure}", "Take a new backup now, and see that an older one passes: Drill --at");
    }

    private async Task<DrillRecord> RunAsync(RestoreSource source, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var throwaway = await environment.StartThrowawayAsync(reporter, cancellationToken);
        try
        {
            _ = await new RestoreOperation(throwaway, operationLock, reporter).RunAsync(source, force: true, dryRun: false, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(started);
            var redis = await throwaway.TryConnectAsync(cancellationToken) ?? throw new ShellException($"{throwaway.Name} has ended");
            var info = redis.Survey.Info;
            var read = await redis.Shell.ReadAsync(new Command(ReadSamples, Samples.ToString(CultureInfo.InvariantCulture)) { Limit = TimeSpan.FromMinutes(5) }, cancellationToken);
            reporter.Info($"{Text.Keys(info.Keyspace.Total)} served after {Text.Duration(elapsed)}; the values of {read.Trim()} keys drawn at random were read");
            return new DrillRecord(source.Id, DateTimeOffset.UtcNow, Passed: true, info.Keyspace.Total, elapsed.TotalSeconds);
        }
        catch (LifecycleException exception)
        {
            return new DrillRecord(source.Id, DateTimeOffset.UtcNow, Passed: false, 0, Stopwatch.GetElapsedTime(started).TotalSeconds, exception.Problem);
        }
    }

    /// <summary>Keeps the record beside the backup, in place of that of an earlier drill.</summary>
    private static async Task KeepAsync(IBackupStore store, BackupName name, DrillRecord record, CancellationToken cancellationToken)
    {
        var key = name.Key(BackupPart.Drill);
        var failures = await store.DeleteAsync([key], cancellationToken);
        if (failures.TryGetValue(key, out var reason))
        {
            throw new LifecycleException($"The record of an earlier drill cannot be replaced: {reason}", $"Remove {store.Locate(key)} by hand");
        }

        await using var upload = await store.CreateAsync(key, cancellationToken);
        await upload.Content.WriteAsync(record.ToJson(), cancellationToken);
        await upload.CompleteAsync(cancellationToken);
    }
}
