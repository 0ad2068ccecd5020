using Lifecycle.Reporting;

namespace Lifecycle.Verbs;

/// <summary>One thing that can be done in a Redis' life. It reads from top to bottom, and stands on a <see cref="Run"/>.</summary>
public interface IVerb
{
    /// <summary>As its verdict says it: <c>Deploy</c>, <c>REDIS-BACKUP</c>.</summary>
    string Name { get; }

    /// <returns>What it came to.</returns>
    /// <exception cref="Failures.LifecycleException">It failed; the message says what to do.</exception>
    Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken);
}
