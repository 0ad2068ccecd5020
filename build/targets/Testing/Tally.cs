using System.Text.Json;

namespace Targets.Testing;

/// <summary>What a test run came to, read from its report in the Common Test Report Format.</summary>
internal sealed record Tally(int Passed, int Failed, int Skipped, IReadOnlyList<(string Test, string Reason)> Skips)
{
    public static Tally Read(string report)
    {
        using var json = JsonDocument.Parse(report);
        var tests = json.RootElement.GetProperty("results").GetProperty("tests").EnumerateArray().ToList();
        return new Tally(
            tests.Count(test => Status(test) == "passed"),
            tests.Count(test => Status(test) is not ("passed" or "skipped" or "pending")),
            tests.Count(test => Status(test) is "skipped" or "pending"),
            [.. tests.Where(test => Status(test) is "skipped" or "pending").Select(test => (test.GetProperty("name").GetString() ?? "", Reason(test)))]);
    }

    public void Print(TextWriter output)
    {
        foreach (var group in Skips.GroupBy(skip => skip.Reason))
        {
            output.WriteLine($"{group.Count()} skipped: {group.Key}");
        }

        output.WriteLine(ToString());
    }

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    private static string Reason(JsonElement test) =>
        test.TryGetProperty("extra", out var extra) && extra.TryGetProperty("reason", out var reason) ? reason.GetString() ?? "" : "no reason given";

    private static string? Status(JsonElement test) => test.GetProperty("status").GetString();
}
