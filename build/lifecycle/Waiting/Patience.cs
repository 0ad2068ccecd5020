namespace Lifecycle.Waiting;

/// <summary>
/// Waits for what can only be asked for over and over: until a limit, with pauses that grow. It begins with its making, and
/// goes by the clock's monotonic time, which nobody sets.
/// </summary>
public sealed class Patience
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _clock;
    private readonly TimeSpan _limit;
    private readonly Pace _pace;
    private readonly long _begun;
    private long _renewed;

    public Patience(TimeSpan limit, TimeProvider clock, Pace? pace = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        (_clock, _limit, _pace) = (clock, limit, pace ?? Pace.Default);
        _begun = _renewed = clock.GetTimestamp();
    }

    /// <summary>What is waited for, or what holds it up: for the message of whoever gives up.</summary>
    public string Reason { get; set; } = "";

    public TimeSpan Waited => _clock.GetElapsedTime(_begun);

    public bool IsOver => Left <= TimeSpan.Zero;

    private TimeSpan Left => _limit - _clock.GetElapsedTime(_renewed);

    /// <summary>There was progress: the limit counts from now.</summary>
    public void Renew() => _renewed = _clock.GetTimestamp();

    /// <summary>Until it is time for the next look; the last one is at the very limit.</summary>
    public Task PauseAsync(CancellationToken cancellationToken)
    {
        var pause = _pace.After(Waited);
        var rest = Left > TimeSpan.Zero && Left < pause ? Left : pause;
        return Task.Delay(rest > Shortest ? rest : Shortest, _clock, cancellationToken);
    }

    /// <summary>The first answer that is not null; null where there was none in time.</summary>
    public async Task<T?> UntilAsync<T>(Func<CancellationToken, Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(ask);
        while (true)
        {
            var last = IsOver;
            if (await ask(cancellationToken) is { } answer)
            {
                return answer;
            }

            if (last)
            {
                return null;
            }

            await PauseAsync(cancellationToken);
        }
    }

    /// <summary>False where it did not come true in time.</summary>
    public async Task<bool> UntilTrueAsync(Func<CancellationToken, Task<bool>> ask, CancellationToken cancellationToken) =>
        await UntilAsync(async token => await ask(token) ? this : null, cancellationToken) is not null;
}
