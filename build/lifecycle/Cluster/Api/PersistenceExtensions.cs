using Lifecycle.Failures;
using Lifecycle.Waiting;

namespace Lifecycle.Cluster.Api;

/// <summary>
/// What is under way is not given up because an API server does not answer for a moment: that of a single node is restarted
/// with it, and its pods run on meanwhile.
/// </summary>
internal static class PersistenceExtensions
{
    /// <summary>A k3s server is back within this.</summary>
    public static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    /// <summary>Asks until it is true.</summary>
    /// <returns>False where it did not come true in time.</returns>
    /// <exception cref="UnreachableException">The API server does not come back.</exception>
    public static async Task<bool> UntilTrueAsync(this ClusterOptions options, Func<CancellationToken, Task<bool>> ask, CancellationToken cancellationToken)
    {
        var outage = new Patience(Outage, options.Clock);
        return await options.Wait().UntilTrueAsync(
            async token =>
            {
                try
                {
                    var answer = await ask(token);
                    outage.Renew();
                    return answer;
                }
                catch (UnreachableException) when (!outage.IsOver)
                {
                    return false;
                }
            },
            cancellationToken);
    }

    /// <summary>Asks what may be asked twice, or does it, until there is an answer.</summary>
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
                outage ??= new Patience(Outage, options.Clock);
                if (outage.IsOver)
                {
                    throw;
                }

                await outage.PauseAsync(cancellationToken);
            }
        }
    }
}
