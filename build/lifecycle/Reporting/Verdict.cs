namespace Lifecycle.Reporting;

/// <summary>Whether an operation did its work. A failure is an exception, not a verdict.</summary>
public enum Outcome
{
    Run,
    Skipped,
}

/// <summary>What an operation comes down to.</summary>
/// <param name="Operation">Its name as shown: <c>Backup</c>, <c>REDIS-RESTORE</c>.</param>
/// <param name="Outcome">Whether it ran.</param>
/// <param name="Reason">What was done, or why nothing was.</param>
/// <param name="Facts">What else a reader wants to know: archive, keys, duration.</param>
public sealed record Verdict(string Operation, Outcome Outcome, string Reason, IReadOnlyList<Fact> Facts)
{
    public static Verdict Run(string operation, string reason, params IReadOnlyList<Fact> facts) => new(operation, Outcome.Run, reason, facts);

    public static Verdict Skipped(string operation, string reason, params IReadOnlyList<Fact> facts) => new(operation, Outcome.Skipped, reason, facts);

    public override string ToString() => $"{Operation}: {(Outcome == Outcome.Run ? "RUN" : "SKIPPED")}, {Reason}";
}

/// <summary>A name and a value, shown side by side.</summary>
public sealed record Fact(string Name, string Value);
