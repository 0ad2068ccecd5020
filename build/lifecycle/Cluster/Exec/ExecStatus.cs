using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lifecycle.Shells;

namespace Lifecycle.Cluster.Exec;

/// <summary>The <c>Status</c> object with which an exec ends.</summary>
internal static class ExecStatus
{
    /// <exception cref="ShellException">The command was not run, or its outcome was not told.</exception>
    public static int Parse(ReadOnlySpan<byte> json, string where)
    {
        if (json.IsEmpty)
        {
            throw new ShellException($"{where}: the connection broke before the command had ended");
        }

        var status = Read(json, where);
        return (string?)status["status"] == "Success" ? 0
            : ExitCode(status) ?? throw new ShellException($"{where}: {(string?)status["message"] ?? "the command was not run"}");
    }

    private static int? ExitCode(JsonNode status) => status["details"]?["causes"] is JsonArray causes
        && causes.FirstOrDefault(cause => (string?)cause?["reason"] == "ExitCode") is { } cause
        && int.TryParse((string?)cause["message"], CultureInfo.InvariantCulture, out var code)
            ? code
            : null;

    private static JsonNode Read(ReadOnlySpan<byte> json, string where)
    {
        try
        {
            return JsonNode.Parse(json) ?? throw new ShellException($"{where}: the command's outcome is empty");
        }
        catch (JsonException exception)
        {
            throw new ShellException($"{where}: the command's outcome cannot be read", exception);
        }
    }
}
