using System.Text;

namespace Lifecycle.Reporting.GitHub;

/// <summary>What a step answers to the jobs after it, and to the workflows that call them.</summary>
public sealed class StepOutput(string file)
{
    public const string Verdict = "verdict";
    public const string Reason = "reason";
    public const string Archive = "archive";
    public const string Sha256 = "sha256";
    public const string Keys = "keys";
    public const string Position = "position";

    private static readonly string[] OfFacts = [Archive, Sha256, Keys, Position];

    /// <summary>Null anywhere but in a job of a workflow.</summary>
    public static StepOutput? Current =>
        Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true" && Environment.GetEnvironmentVariable("GITHUB_OUTPUT") is { Length: > 0 } file
            ? new StepOutput(file)
            : null;

    /// <summary>Adds what an operation came to.</summary>
    public void Add(string outcome, string reason, IReadOnlyList<Fact> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        Add(Verdict, outcome);
        Add(Reason, reason);
        foreach (var fact in facts.Where(fact => OfFacts.Contains(fact.Name, StringComparer.OrdinalIgnoreCase)))
        {
            var name = OfFacts.First(name => name.Equals(fact.Name, StringComparison.OrdinalIgnoreCase));
            Add(name, name == Keys ? string.Concat(fact.Value.Where(char.IsAsciiDigit)) : fact.Value);
        }
    }

    // Between two marks that nobody can foresee: no value can end itself and begin another.
    private void Add(string name, string value)
    {
        var mark = Guid.NewGuid().ToString("n");
        File.AppendAllText(file, $"{name}<<{mark}\n{value}\n{mark}\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
