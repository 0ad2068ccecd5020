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

    /// <summary>Prove to GitHub which job this is, and keep what it signs.</summary>
    public static Permissions Attest() => new() { ["id-token"] = "write", ["attestations"] = "write" };

    /// <summary>What it takes to call a workflow: everything that any of its jobs asks for, or GitHub does not begin it.</summary>
    public static Permissions ToCall(IEnumerable<Permissions> jobs)
    {
        var all = new Permissions();
        foreach (var (right, level) in jobs.SelectMany(job => job))
        {
            all[right] = all.GetValueOrDefault(right) == "write" ? "write" : level;
        }

        return all;
    }
}

/// <summary>Runs of one group wait for each other.</summary>
internal sealed record Concurrency(string Group, bool CancelInProgress);
