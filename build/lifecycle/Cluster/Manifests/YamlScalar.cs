using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lifecycle.Cluster.Manifests;

/// <summary>What a word without quotes stands for, to kubectl and to kustomize: as YAML 1.1 has it, but for yes and no.</summary>
internal static partial class YamlScalar
{
    private const int Octal = 8;

    public static JsonNode? Read(string? word) => word switch
    {
        null or "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when OctalNumber().Match(word) is { Success: true } octal => JsonValue.Create(Convert.ToInt64(octal.Groups["digits"].Value, Octal)),
        _ when Number().IsMatch(word) && long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        // The short digest of a commit may look like a number without an end.
        _ when Number().IsMatch(word) && double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
        _ => JsonValue.Create(word),
    };

    // 0644, the mode of a file.
    [GeneratedRegex("^0o?(?<digits>[0-7]{1,20})$")]
    private static partial Regex OctalNumber();

    [GeneratedRegex(@"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();
}
