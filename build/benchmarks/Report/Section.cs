namespace Lifecycle.Benchmarks.Report;

/// <summary>What one scenario came to.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Explanation">What was measured and how, in a few sentences.</param>
internal sealed record Section(string Title, string Explanation)
{
    public IReadOnlyList<Table> Tables { get; init; } = [];

    public IReadOnlyList<Aim> Aims { get; init; } = [];

    public IReadOnlyList<Panel> Panels { get; init; } = [];

    /// <summary>A result of this tool was not what it claimed to be. Those of others only show.</summary>
    public bool HasVoidResult { get; init; }

    public static Section LeftOut(string title, string reason) => new(title, $"Left out: {reason}.");
}
