using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lifecycle.Failures;

namespace Lifecycle.Cluster.Api;

/// <summary>What the API server says when it refuses a request.</summary>
internal static partial class Refusal
{
    /// <summary>The text of a <c>Status</c> object, or the body itself where it is none.</summary>
    public static string Message(string body)
    {
        try
        {
            return JsonNode.Parse(body)?["message"]?.GetValue<string>() ?? body;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return body;
        }
    }

    public static ForbiddenException Explain(string body)
    {
        var message = Message(body);
        return MissingRight().Match(message) is { Success: true } missing
            ? new ForbiddenException(
                $"The account {missing.Groups["user"]} lacks the right to {missing.Groups["verb"]} {missing.Groups["resource"]}{Scope(missing)}",
                "Have an administrator apply k8s/rbac and use its account: docs/runbooks/operations/least-privilege.md")
            : new ForbiddenException($"The API server refuses: {message}", "Change what it objects to, then run again");
    }

    private static string Scope(Match missing) => missing.Groups["namespace"] is { Success: true } scope ? $" in namespace {scope}" : " in the whole cluster";

    // Written by k8s.io/apiserver/pkg/endpoints/handlers/responsewriters: forbiddenMessage.
    [GeneratedRegex("""User "(?<user>[^"]+)" cannot (?<verb>\S+) resource "(?<resource>[^"]+)" in API group "[^"]*"( in the namespace "(?<namespace>[^"]+)")?""")]
    private static partial Regex MissingRight();
}
