using Lifecycle.Benchmarks.Report;

namespace Lifecycle.Benchmarks.Scenarios;

/// <summary>One question that is measured on its own.</summary>
/// <param name="name">As it is typed.</param>
/// <param name="announcement">What happens and how long it takes, in one line.</param>
internal abstract class Scenario(string name, string announcement)
{
    public string Name => name;

    public string Announcement => announcement;

    /// <exception cref="NotHereException">It cannot be measured on this machine.</exception>
    public abstract Task<Section> RunAsync(CancellationToken cancellationToken);
}
