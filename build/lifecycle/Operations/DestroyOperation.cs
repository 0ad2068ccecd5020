using Lifecycle.Reporting;

namespace Lifecycle.Operations;

/// <summary>Removes Redis and its data, once somebody has said so in words and a backup is whole.</summary>
public sealed class DestroyOperation(IEnvironment environment, IReporter reporter)
{
    /// <summary>What has to be typed, letter by letter.</summary>
    public const string Confirmation = "DESTROY";

    /// <exception cref="LifecycleException">Nobody has confirmed.</exception>
    public static void RequireConfirmation(string? confirmation, bool dryRun)
    {
        if (!dryRun && confirmation != Confirmation)
        {
            throw new LifecycleException(
                confirmation is null ? "Destroy removes Redis and its data, and nobody has confirmed that" : $"Destroy removes Redis and its data, and '{confirmation}' does not confirm that",
                $"Add --confirm-destroy {Confirmation}, or rehearse it with --dry-run");
        }
    }

    public async Task<Verdict> RunAsync(string? confirmation, bool keepVolume, bool dryRun, IOperationLock operationLock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operationLock);
        RequireConfirmation(confirmation, dryRun);
        await operationLock.RequireHeldAsync(cancellationToken);
        return await environment.DestroyAsync(reporter, keepVolume, dryRun, cancellationToken);
    }
}
