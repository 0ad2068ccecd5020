namespace Lifecycle.Benchmarks;

/// <summary>Who else competes, and what is made harder than it is.</summary>
/// <param name="Beside">Another checkout of the repository.</param>
/// <param name="Cores">How many cores this process and those that it starts were given; null for all.</param>
/// <param name="Latency">What a round trip to cluster and store takes more.</param>
internal sealed record Conditions(string? Beside, int? Cores, TimeSpan Latency)
{
    /// <summary>Those under which docs/benchmarks.md is written.</summary>
    public bool AreUsual => this == new Conditions(null, null, TimeSpan.Zero);

    /// <summary>What a reader must know of them, or nothing.</summary>
    public string Describe() => string.Concat(
        Cores is { } cores ? $"The contenders have {cores} of the machine's cores, the servers all. " : "",
        Latency > TimeSpan.Zero ? $"A round trip to cluster or store takes {Latency.TotalMilliseconds:0} ms more than it does. " : "");

    /// <summary>What the other checkout is called in tables, after the name of the contender.</summary>
    public string NameBeside(string contender) => $"{contender} in {Path.GetFileName(Path.TrimEndingDirectorySeparator(Beside!))}";
}
