using System.Text.Json;
using System.Text.Json.Serialization;
using Lifecycle.Redis;

namespace Lifecycle.Archives;

/// <summary>A file in an archive, its path relative to the data directory.</summary>
public sealed record ArchivedFile(string Path, long Size, string Sha256);

/// <summary>Whose backup it is, as a manifest says it.</summary>
/// <param name="Name">Such as <c>dev.data.redis</c>.</param>
/// <param name="Id">Of the volume, eight hexadecimal digits; null where there was none.</param>
public sealed record ManifestOwner([property: JsonRequired] string Name, string? Id);

/// <summary>The place in a log that holds what this backup does, and no more.</summary>
/// <param name="Generation">The timestamp of the log's first checkpoint.</param>
/// <param name="Increment">The sequence number of Redis' increment.</param>
/// <param name="Offset">How many of its bytes are in the backup.</param>
public sealed record ManifestLog([property: JsonRequired] string Generation, [property: JsonRequired] long Increment, [property: JsonRequired] long Offset)
{
    [JsonIgnore]
    public AofPosition Position => new(Increment, Offset);
}

/// <summary>
/// What a backup holds. Written after the archive, which is whole where this is.
/// </summary>
public sealed record BackupManifest(
    [property: JsonRequired] string Timestamp,
    [property: JsonRequired] DateTimeOffset SnapshotAt,
    [property: JsonRequired] string RedisVersion,
    [property: JsonRequired] IReadOnlyDictionary<int, DatabaseKeys> Databases,
    [property: JsonRequired] long ArchiveSize,
    [property: JsonRequired] string ArchiveSha256,
    [property: JsonRequired] IReadOnlyList<ArchivedFile> Files,
    string ToolVersion = "")
{
    /// <summary>Whose backup it is, as in its key; null in those that were made before backups had owners.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManifestOwner? Owner { get; init; }

    /// <summary>Where the log goes on from here; null where none is known to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ManifestLog? Log { get; init; }

    /// <summary>
    /// What Redis' own manifest in the archive says: with it everything that a restore has to know before it writes is known
    /// before the archive is read. Null without the append-only file, and in those that were made before this was noted.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AofManifest { get; init; }

    /// <summary>A manifest describes a handful of files; more than this is none.</summary>
    public const int MaximumBytes = 1024 * 1024;

    [JsonIgnore]
    public Keyspace Keyspace => new(Databases);

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, BackupManifestContext.Default.BackupManifest), (byte)'\n'];

    /// <exception cref="InvalidDataException">This is no manifest.</exception>
    public static BackupManifest FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, BackupManifestContext.Default.BackupManifest)
                ?? throw new InvalidDataException("the backup's manifest is empty");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or FormatException)
        {
            throw new InvalidDataException("the backup's manifest is damaged", exception);
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupManifestContext : JsonSerializerContext;
