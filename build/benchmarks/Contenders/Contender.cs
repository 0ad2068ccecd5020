using Lifecycle.Shells;

namespace Lifecycle.Benchmarks.Contenders;

/// <summary>One way of doing the work: a command line as somebody would type it.</summary>
internal abstract class Contender(string name)
{
    public string Name => name;

    public abstract IReadOnlyList<string> Command { get; }

    /// <summary>Why it cannot take part on this machine, or null.</summary>
    public virtual Task<string?> FindObstacleAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Comes before each measurement and is not part of it.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes sure that the work was done, and tidies up.</summary>
    /// <exception cref="VoidResultException">It was not.</exception>
    public abstract Task CheckAsync(string output, CancellationToken cancellationToken);

    /// <param name="script">Stops at the first command that fails, also in a pipe.</param>
    /// <param name="arguments"><c>$1</c>, <c>$2</c>, …</param>
    protected static IReadOnlyList<string> Bash(string script, params string[] arguments) => ["bash", "-c", $"set -euo pipefail\n{script}", "bash", .. arguments];
}
