using Lifecycle.Failures;
using Lifecycle.Waiting;

namespace Lifecycle.Cluster.Api;

/// <summary>
/// What is under way is not given up because an API server does not answer for a moment: that of a single node is restarted
/// with it, and its pods run on meanwhile.
/// </summary>
internal static class PersistenceExtensions
{
    /// <summary>Asks until it is true.</summary>
    /// <returns>False where it did not come true in time.</returns>
    /// <exception cref="UnreachableException">The API server does not come back.</exception>
    public static async Task<bool> UntilTrueAsync(this ClusterOptions options, Func<CancellationToken, Task<bool>> ask, CancellationToken cancellationToken)
    {
        var outage = new Outage(options.Clock);
        return await options.Wait().UntilTrueAsync(token => outage.TryAsync(ask, token), cancellationToken);
    }

    /// <summary>Does what may be done twice.</summary>
    /// <inheritdoc cref="InsistAsync(ClusterOptions, Func{CancellationToken, Task{bool}}, CancellationToken)"/>
    public static Task InsistAsync(this ClusterOptions options, Func<CancellationToken, Task> act, CancellationToken cancellationToken) => options.InsistAsync(
        async token =>
        {
            await act(token);
            return true;
        },
        cancellationToken);

    /// <summary>Asks what may be asked twice, until there is an answer. It may take long: the outage begins with the first that does not come.</summary>
    /// <exception cref="UnreachableException">The API server does not come back.</exception>
    public static async Task<bool> InsistAsync(this ClusterOptions options, Func<CancellationToken, Task<bool>> ask, CancellationToken cancellationToken)
    {
        Patience? outage = null;
        while (true)
        {
            try
            {
                return await ask(cancellationToken);
            }
            catch (UnreachableException)
            {
                outage ??= new Patience(Outage.Longest, options.Clock);
                if (outage.IsOver)
                {
                    throw;
                }

                await outage.PauseAsync(cancellationToken);
            }
        }
    }
}
