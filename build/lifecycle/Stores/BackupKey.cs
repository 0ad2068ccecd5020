using System.Text.RegularExpressions;

namespace Lifecycle.Stores;

/// <summary>
/// One object of a backup: <c>20260207T114100Z/cloudradar-redis-data-20260207T114100Z.tgz</c>. A manifest's says whose backup
/// it is, so that a listing tells owners: <c>….manifest.dev.data.redis.1a2b3c4d.json</c>; of older ones it does not.
/// </summary>
public sealed partial record BackupKey(BackupName Name, BackupPart Part, Owner? Owner = null)
{
    /// <summary>What a key is, or null for anything that is not ours.</summary>
    public static BackupKey? Recognise(string key)
    {
        var match = Layout().Match(key);
        return match.Success && BackupName.TryParse(match.Groups["folder"].Value) is { } name && PartOf(match) is (var part, var owner)
            ? new BackupKey(name, part, owner)
            : null;
    }

    public void Deconstruct(out BackupName name, out BackupPart part) => (name, part) = (Name, Part);

    public override string ToString() => $"{Name.Timestamp}/cloudradar-redis-data-{Name.Timestamp}{Suffix}";

    private string Suffix => Part switch
    {
        BackupPart.Archive => ".tgz",
        BackupPart.Checksum => ".tgz.sha256",
        BackupPart.Drill => ".drill.json",
        _ when Owner is not null => $".manifest.{Owner}.json",
        _ => ".manifest.json",
    };

    private static (BackupPart Part, Owner? Owner)? PartOf(Match match) => match.Groups["suffix"].Value switch
    {
        ".tgz" => (BackupPart.Archive, null),
        ".tgz.sha256" => (BackupPart.Checksum, null),
        ".drill.json" => (BackupPart.Drill, null),
        ".manifest.json" => (BackupPart.Manifest, null),
        _ => Stores.Owner.TryParse(match.Groups["owner"].Value) is { } owner ? (BackupPart.Manifest, owner) : null,
    };

    [GeneratedRegex(@"\A(?<folder>\d{8}T\d{6}Z)/cloudradar-redis-data-\k<folder>(?<suffix>\.tgz|\.tgz\.sha256|\.manifest(\.(?<owner>[^/]+))?\.json|\.drill\.json)\z")]
    private static partial Regex Layout();
}
