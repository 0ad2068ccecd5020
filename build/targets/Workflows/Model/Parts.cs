namespace Targets.Workflows.Model;

/// <summary>Written on one line: <c>[a, b]</c>.</summary>
internal sealed class Inline : List<string>;

/// <summary>What the job's token may do; empty means nothing at all.</summary>
internal sealed class Permissions : Dictionary<string, string>
{
    public static Permissions ReadContents() => new() { ["contents"] = "read" };

    /// <summary>See what became of a run's jobs.</summary>
    public static Permissions ReadRuns() => new() { ["actions"] = "read" };

    /// <summary>Also prove to AWS which job this is, instead of holding a key.</summary>
    public static Permissions AssumeRole() => new() { ["contents"] = "read", ["id-token"] = "write" };
}

/// <summary>Runs of one group wait for each other.</summary>
internal sealed record Concurrency(string Group, bool CancelInProgress);
