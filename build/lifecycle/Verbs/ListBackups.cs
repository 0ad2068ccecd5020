using System.Text.Json;
using System.Text.Json.Serialization;
using Lifecycle.Archives;
using Lifecycle.Cluster.Locks;
using Lifecycle.Log;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Verbs;

/// <summary>A line of the list.</summary>
public sealed record ListedBackup(string Timestamp, string Archive, long Size, bool Complete, string? Missing, long? Keys, string? RedisVersion, bool? DrillPassed, string? Owner);

/// <summary>What a store holds, newest first. Manifests are read for the lines that are shown, never for thousands.</summary>
/// <param name="most">How many of the newest to list.</param>
/// <param name="json">For scripts, rather than for people.</param>
public sealed class ListBackups(int most, bool json) : IVerb
{
    private const int ManifestsAtOnce = 16;

    public string Name => "Backups";

    public async Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.FindStore() is not { } store)
        {
            return run.SkipOrFail(mayBeSkipped: false, Words.NoBucket, Words.NameBucket);
        }

        var all = await new Catalog(store).ListAsync(cancellationToken);
        var (backups, total) = (await DescribeAsync(store, [.. all.Take(most)], cancellationToken), all.Count);
        if (json)
        {
            run.Reporter.Data(Json(backups));
            return Verdict.Run(Name, $"{backups.Count} of {total}");
        }

        foreach (var line in Table(backups, run.Clock.GetUtcNow()))
        {
            run.Reporter.Info(line);
        }

        foreach (var line in await LogsAsync(store, all, run.Clock.GetUtcNow(), cancellationToken))
        {
            run.Reporter.Info(line);
        }

        return Verdict.Run(Name, $"{total} in {store.Location}{(total == 0 ? "; Backup makes one" : "")}{(backups.Count < total ? $", the newest {backups.Count} shown (--most shows more)" : "")}");
    }

    internal static async Task<IReadOnlyList<ListedBackup>> DescribeAsync(IBackupStore store, IReadOnlyList<StoredBackup> shown, CancellationToken cancellationToken)
    {
        var catalog = new Catalog(store);
        var lines = new ListedBackup[shown.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ManifestsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, shown.Count, options, async (index, token) => lines[index] = await DescribeAsync(store, catalog, shown[index], token));
        return lines;
    }

    public static IEnumerable<string> Table(IReadOnlyList<ListedBackup> backups, DateTimeOffset now)
    {
        yield return $"{"Timestamp",-16}  {"Age",5}  {"Size",10}  {"Keys",9}  {"Redis",-7}  {"Drill",-6}  {"Owner",-20}  State";
        foreach (var backup in backups ?? [])
        {
            var age = Human.Age(now - BackupName.Parse(backup.Timestamp).Time);
            yield return $"{backup.Timestamp,-16}  {age,5}  {Human.Bytes(backup.Size),10}  {(backup.Keys is { } keys ? $"{keys:N0}" : "?"),9}  {backup.RedisVersion ?? "?",-7}  {Drill(backup),-6}  {backup.Owner ?? "-",-20}  {(backup.Missing is { } missing ? $"incomplete: {missing}" : "complete")}";
        }
    }

    public static string Json(IReadOnlyList<ListedBackup> backups) => JsonSerializer.Serialize(backups, ListContext.Default.IReadOnlyListListedBackup);

    private static async Task<ListedBackup> DescribeAsync(IBackupStore store, Catalog catalog, StoredBackup backup, CancellationToken cancellationToken)
    {
        var (manifest, drill, damage) = await ReadAsync(catalog, backup, cancellationToken);
        return new ListedBackup(
            backup.Name.Timestamp,
            store.Locate(backup.Name.Archive),
            backup.Size,
            backup.IsComplete && damage is null,
            backup.MissingPart ?? damage,
            manifest?.Keyspace.Total,
            manifest?.RedisVersion,
            drill?.Passed,
            backup.Owner?.Name);
    }

    private static async Task<IReadOnlyList<string>> LogsAsync(IBackupStore store, IReadOnlyList<StoredBackup> backups, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var owner in backups.Select(backup => backup.Owner).OfType<Owner>().Distinct())
        {
            try
            {
                if (await (await Timeline.ReadAsync(store, backups, owner.ToString(), cancellationToken)).ReadNewestAsync(cancellationToken) is { } newest)
                {
                    lines.Add($"Log of {owner.Name}: {newest.Describe(now)}");
                }
            }
            catch (InvalidDataException exception)
            {
                lines.Add($"Log of {owner.Name}: cannot be read: {exception.Message}");
            }
        }

        return lines;
    }

    private static string Drill(ListedBackup backup) => backup.DrillPassed switch
    {
        true => "passed",
        false => "FAILED",
        null => "-",
    };

    private static async Task<(BackupManifest? Manifest, DrillRecord? Drill, string? Damage)> ReadAsync(Catalog catalog, StoredBackup backup, CancellationToken cancellationToken)
    {
        try
        {
            return (await catalog.ReadManifestAsync(backup, cancellationToken), await catalog.ReadDrillAsync(backup, cancellationToken), null);
        }
        catch (InvalidDataException exception)
        {
            return (null, null, exception.Message);
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<ListedBackup>))]
internal sealed partial class ListContext : JsonSerializerContext;
