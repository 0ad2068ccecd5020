using Lifecycle.Reporting;

namespace Lifecycle.Benchmarks.Report;

/// <summary>What was to be reached, and what was.</summary>
/// <param name="What">In words.</param>
/// <param name="Bound">The least or the most that it may be.</param>
/// <param name="Unit">Behind both numbers, such as <c>x</c>.</param>
/// <param name="Reached">Null where it was not measured.</param>
/// <param name="AtLeast">Whether the bound is the least.</param>
internal sealed record Aim(string What, double Bound, string Unit, double? Reached, bool AtLeast)
{
    public static Aim Least(string what, double bound, string unit, double? reached) => new(what, bound, unit, reached, AtLeast: true);

    public static Aim Most(string what, double bound, string unit, double? reached) => new(what, bound, unit, reached, AtLeast: false);

    private string Verdict => Reached is not { } reached ? "not measured" : (AtLeast ? reached >= Bound : reached <= Bound) ? "yes" : "**no**";

    public IReadOnlyList<string> Cells => [What, $"{(AtLeast ? "≥" : "≤")} {Figures.Number(Bound)}{Unit}", Reached is { } reached ? $"{Figures.Number(reached)}{Unit}" : Figures.None, Verdict];

    public override string ToString() => $"{What}: {Cells[1]}, reached {Cells[2]}{(Verdict == "**no**" ? ", MISSED" : "")}";
}
