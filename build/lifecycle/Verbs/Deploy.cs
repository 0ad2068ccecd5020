using Lifecycle.Reporting;

namespace Lifecycle.Verbs;

/// <summary>Brings Redis up as it is declared, and waits until it serves.</summary>
public sealed class Deploy : IVerb
{
    public string Name => nameof(Deploy);

    public async Task<Verdict> RunAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (environment, _) = await run.LockAsync(cancellationToken);
        return await environment.DeployAsync(run.Reporter, run.Settings.DryRun, cancellationToken);
    }
}
