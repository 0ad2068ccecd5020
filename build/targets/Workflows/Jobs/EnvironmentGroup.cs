using Targets.Workflows.Model;

namespace Targets.Workflows.Jobs;

/// <summary>Whatever touches the Redis of one environment waits for its turn, and is never cut short.</summary>
internal static class EnvironmentGroup
{
    public static Concurrency Of(string environment) => new($"redis-${{{{ {environment} }}}}", CancelInProgress: false);
}
