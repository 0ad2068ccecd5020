using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lifecycle.Archives;

/// <summary>What a drill came to, kept beside the backup.</summary>
/// <param name="Timestamp">The backup's.</param>
/// <param name="DrilledAt">When.</param>
/// <param name="Passed">Whether it restored and held what its manifest says.</param>
/// <param name="Keys">How many keys the throwaway Redis served.</param>
/// <param name="Seconds">From opening the archive to serving.</param>
/// <param name="Failure">Why it did not pass.</param>
public sealed record DrillRecord(
    [property: JsonRequired] string Timestamp,
    [property: JsonRequired] DateTimeOffset DrilledAt,
    [property: JsonRequired] bool Passed,
    long Keys,
    double Seconds,
    string? Failure = null)
{
    public const int MaximumBytes = 64 * 1024;

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, DrillRecordContext.Default.DrillRecord), (byte)'\n'];

    /// <exception cref="InvalidDataException">This is no record of a drill.</exception>
    public static DrillRecord FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DrillRecordContext.Default.DrillRecord)
                ?? throw new InvalidDataException("the record of the backup's drill is empty");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("the record of the backup's drill is damaged", exception);
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DrillRecord))]
internal sealed partial class DrillRecordContext : JsonSerializerContext;
