using System.Text.Json;
using System.Text.Json.Serialization;
using Lifecycle.Failures;
using Lifecycle.Redis;

namespace Lifecycle.Volume;

/// <summary>How far a restore has come, in the order in which it gets there.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RestorePhase>))]
public enum RestorePhase
{
    /// <summary>Files are being staged; Redis' own are untouched.</summary>
    Staging,

    /// <summary>The manifests are being, or have been, exchanged; the previous data is kept.</summary>
    Switching,

    /// <summary>The restored data was found wanting; the previous data is being, or has been, put back.</summary>
    RollingBack,

    /// <summary>The restored data serves; what is left is to drop the previous.</summary>
    Done,

    /// <summary>The restored data serves and could not be compared: both are kept until somebody says which.</summary>
    Unconfirmed,
}

/// <summary>
/// Written to the volume before each step, so that any later run can finish the restore or undo it. While it is undone
/// <paramref name="EndsRun"/> says whether <paramref name="PreviousRunId"/> serves the restored data and is to end.
/// </summary>
public sealed record RestoreJournal(
    [property: JsonRequired] RestorePhase Phase,
    [property: JsonRequired] string Source,
    [property: JsonRequired] IReadOnlyList<string> StagedFiles,
    [property: JsonRequired] string AofDirectory,
    [property: JsonRequired] string AofFileName,
    [property: JsonRequired] string DumpFileName,
    [property: JsonRequired] long StagedBytes,
    string PreviousRunId = "",
    long FirstSequence = long.MaxValue,
    IReadOnlyDictionary<int, DatabaseKeys>? Databases = null,
    bool AppendOnly = true,
    bool WasFresh = false,
    bool EndsWithLog = false,
    bool? EndsRun = null)
{
    [JsonIgnore]
    public RedisLayout Layout => new(AofDirectory, AofFileName, DumpFileName, AppendOnly);

    [JsonIgnore]
    public Keyspace? Keyspace => Databases is null ? null : new Keyspace(Databases);

    /// <summary>What Redis loads next: the restored data, or what a rewrite or a save has made of it; or the previous; null where nobody can tell.</summary>
    public bool? IsRestoredInForce(Survey survey) => !survey.Layout.AppendOnly ? IsDumpRestored(survey)
        : survey.InForce is { } manifest && (manifest.LastSequence >= FirstSequence || manifest.Loaded.Any(file => StagedFiles.Contains(file.Name)));

    // A dump that a Redis has saved for itself holds what that one had loaded. A run that was there before the exchange has the
    // previous data. One that came while the previous dump was put back has loaded this one or that.
    private bool? IsDumpRestored(Survey survey) => (survey.Dump, Phase) switch
    {
        ("restored", _) => true,
        ("other", RestorePhase.RollingBack) => HasRestarted(survey) ? null : EndsRun != false,
        ("other", not RestorePhase.Staging) => HasRestarted(survey),
        _ => false,
    };

    /// <summary>Whether the run that is named has ended since; none runs either where Redis is off its volume.</summary>
    public bool HasRestarted(Survey survey) => survey.Info.RunId.Length == 0 || survey.Info.RunId != PreviousRunId;

    /// <summary>Whether both data sets stay until a person says which: what serves could not be compared, or could be either.</summary>
    public bool IsForSomebodyToDecide(Survey survey) => Phase == RestorePhase.Unconfirmed || (survey.Layout.AppendOnly == AppendOnly && IsRestoredInForce(survey) is null);

    public string ToJson() => JsonSerializer.Serialize(this, RestoreJournalContext.Default.RestoreJournal);

    /// <param name="text">What the volume holds of one.</param>
    /// <param name="where">For messages.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="LifecycleException">It cannot be read.</exception>
    public static RestoreJournal? Find(string text, string where)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return text.Length == 0 ? null : FromJson(text);
        }
        catch (InvalidDataException exception)
        {
            throw new LifecycleException($"{where}: {exception.Message}", $"Use the version that wrote it; or, once Redis holds what it should, remove {Scratch.Restore} from the data directory by hand, and from the append-only folder the empty folder temp-….manifest, which keeps Redis from rewriting", exception);
        }
    }

    /// <exception cref="InvalidDataException">It was not written by this tool.</exception>
    public static RestoreJournal FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RestoreJournalContext.Default.RestoreJournal)
                ?? throw new InvalidDataException("the restore journal is empty");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("the restore journal is damaged", exception);
        }
    }
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RestoreJournal))]
internal sealed partial class RestoreJournalContext : JsonSerializerContext;
