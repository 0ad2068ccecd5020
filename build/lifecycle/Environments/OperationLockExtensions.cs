using Lifecycle.Failures;

namespace Lifecycle.Environments;

internal static class OperationLockExtensions
{
    /// <summary>Holds it, also where it was lost and nobody has it by now: for putting back what was begun under it.</summary>
    /// <returns>False where somebody else is at work.</returns>
    public static async Task<bool> TryKeepAsync(this IOperationLock held, CancellationToken cancellationToken)
    {
        try
        {
            await held.RequireHeldAsync(cancellationToken);
            return true;
        }
        catch (ConflictException)
        {
            return await held.TryTakeBackAsync(cancellationToken);
        }
    }
}
