using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lifecycle.Cluster.Manifests;

/// <summary>A field that is declared, and that somebody else has set.</summary>
internal sealed partial record FieldConflict(string Manager, string Field)
{
    /// <param name="body">The <c>Status</c> with which an apply is refused.</param>
    public static IReadOnlyList<FieldConflict> Parse(string body) =>
    [
        .. (JsonNode.Parse(body)?["details"]?["causes"]?.AsArray() ?? []).Select(cause => new FieldConflict(
            ManagerIn().Match((string?)cause?["message"] ?? "").Groups[1].Value,
            (string?)cause?["field"] ?? "")),
    ];

    [GeneratedRegex("conflict with \"([^\"]+)\"")]
    private static partial Regex ManagerIn();
}
