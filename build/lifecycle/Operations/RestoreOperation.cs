using System.Diagnostics;
using Lifecycle.Archives;
using Lifecycle.Redis;
using Lifecycle.Reporting;

namespace Lifecycle.Operations;

/// <summary>
/// Check the whole archive, stage its files, exchange the manifests, restart, compare, and only then drop the previous
/// data. Before the exchange nothing of Redis' own is touched; after it, a failure puts the previous data back.
/// </summary>
public sealed class RestoreOperation(IRedisHost host, IOperationLock operationLock, IReporter reporter)
{
    public const string Name = "REDIS-RESTORE";

    public static Verdict Skipped(string reason) => Verdict.Skipped(Name, reason);

    /// <param name="source">What to restore.</param>
    /// <param name="force">Replace the data of a Redis that is not fresh.</param>
    /// <param name="dryRun">Check everything, change nothing.</param>
    /// <param name="cancellationToken">Gives up; whatever it interrupts is undone.</param>
    /// <exception cref="LifecycleException">Nothing was restored; the previous data serves.</exception>
    public async Task<Verdict> RunAsync(RestoreSource source, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var started = Stopwatch.GetTimestamp();
        var redis = dryRun ? await host.TryConnectAsync(cancellationToken) : await Recovery.ConnectAsync(host, reporter, cancellationToken);
        if (!force && FindObjection(redis) is { } objection)
        {
            return Skipped(objection);
        }

        var content = await CheckAsync(source, redis, cancellationToken);
        if (dryRun)
        {
            return Skipped($"dry run: {source.Location} is sound and would be restored ({Text.Bytes(content.Size)})");
        }

        var session = new RestoreSession(host, operationLock, reporter, source, content);
        var restored = redis is null
            ? await session.RunStoppedAsync(cancellationToken)
            : await session.RunAsync(redis, onlyIfFresh: !force, cancellationToken);
        return restored is null
            ? Skipped($"{host.Name} got keys while the archive was being staged. Give --force to replace them")
            : Verdict.Run(
                Name,
                $"{Text.Keys(restored.Keyspace.Total)} from {source.Location}",
                new Fact("Archive", source.Location),
                new Fact("SHA256", content.Sha256),
                new Fact("Keys", Text.Keys(restored.Keyspace.Total)),
                new Fact("Duration", Text.Duration(Stopwatch.GetElapsedTime(started))));
    }

    private string? FindObjection(RedisConnection? redis) =>
        redis is null ? $"Redis in {host.Name} does not start from what is on its volume. Give --force to replace that with the backup"
        : redis.Survey.NotFresh is { } reason ? $"{host.Name} is not fresh: {reason}. Give --force to replace its data"
        : null;

    private async Task<ArchiveContent> CheckAsync(RestoreSource source, RedisConnection? redis, CancellationToken cancellationToken)
    {
        try
        {
            using var progress = reporter.Begin($"Checking {source.Location}", totalBytes: null);
            await using var archive = await source.OpenAsync(cancellationToken);
            await using var counting = new ProgressReader(archive, progress);
            var content = await ArchiveContent.ReadAsync(counting, redis?.Survey.FreeBytes ?? long.MaxValue, cancellationToken);
            RequireExpected(source, content);
            _ = StagingPlan.For(content, source.Id);
            return content;
        }
        catch (InvalidDataException exception)
        {
            throw new LifecycleException(
                $"{source.Location} is not restored, and Redis' data is as it was: {exception.Message}",
                "Name another backup with --archive or --s3-uri; Backups lists them",
                exception);
        }
    }

    private static void RequireExpected(RestoreSource source, ArchiveContent content)
    {
        if (content.Sha256 != source.Sha256)
        {
            throw new InvalidDataException($"its SHA-256 is {content.Sha256}, not {source.Sha256}");
        }

        if (source.Manifest is { } manifest && !manifest.Files.ToHashSet().SetEquals(content.Files.Values))
        {
            throw new InvalidDataException("its files are not those that its manifest lists");
        }
    }
}
