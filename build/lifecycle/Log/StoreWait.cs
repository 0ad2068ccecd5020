using Lifecycle.Failures;
using Lifecycle.Reporting;
using Lifecycle.Stores;
using Lifecycle.Waiting;

namespace Lifecycle.Log;

/// <summary>Waits for a store that does not answer, however long that takes: what waits lies on the volume.</summary>
internal sealed class StoreWait(IBackupStore store, IReporter reporter, TimeProvider clock)
{
    private static readonly Pace Retries = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));

    private long? _awaySince;

    /// <summary>It was asked, and does not answer.</summary>
    public bool IsAway => _awaySince is not null;

    public Task UntilDoneAsync(Func<CancellationToken, Task> ask, CancellationToken cancellationToken) => UntilAnsweredAsync(
        async token =>
        {
            await ask(token);
            return true;
        },
        cancellationToken);

    public async Task<T> UntilAnsweredAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        var patience = new Patience(TimeSpan.MaxValue, clock, Retries);
        while (true)
        {
            try
            {
                var answer = await ask(cancellationToken);
                if (_awaySince is { } since)
                {
                    reporter.Info($"{store.Location} answers again, after {Human.Duration(clock.GetElapsedTime(since))}");
                    _awaySince = null;
                }

                return answer;
            }
            catch (UnreachableException failure)
            {
                if (!IsAway)
                {
                    reporter.Warn($"{failure.Problem}. The log waits on the volume until the store answers.");
                }

                _awaySince ??= clock.GetTimestamp();
            }

            await patience.PauseAsync(cancellationToken);
        }
    }
}
