using Lifecycle.Streams;
using Lifecycle.Verbs;

namespace Lifecycle.Tests.Streams;

/// <summary>
/// What becomes of each call of the two halves of a stream, drawn from a seed: pauses, and a failure of the one, of the
/// other, of both, or a caller who gives up.
/// </summary>
internal sealed class Schedule : IDisposable
{
    private readonly CancellationTokenSource _caller = new();
    private string? _cause;

    /// <param name="seed">The same one comes to the same schedule.</param>
    /// <param name="calls">About as many as each half makes.</param>
    /// <param name="endsTogether">A half that fails ends the other one: that may wait until then.</param>
    public Schedule(int seed, int calls, bool endsTogether)
    {
        (Seed, EndsTogether) = (seed, endsTogether);
        var random = new Random(seed);
        var story = random.Next(100);
        IsUneventful = story < 25;
        First = Half("first", fails: story is >= 25 and < 45 or >= 65 and < 85, cancels: story is >= 85 and < 93);
        Second = Half("second", fails: story is >= 45 and < 85, cancels: story is >= 93);

        ScheduledHalf Half(string name, bool fails, bool cancels)
        {
            var at = random.Next(1, calls + 1);
            return new ScheduledHalf(this, name, random.Next(), fails ? at : 0, cancels ? at : 0);
        }
    }

    public int Seed { get; }

    /// <summary>A half that fails ends the other one, which may wait for that.</summary>
    public bool EndsTogether { get; set; }

    /// <summary>Nothing fails, and nobody gives up: there are only pauses.</summary>
    public bool IsUneventful { get; }

    public ScheduledHalf First { get; }

    public ScheduledHalf Second { get; }

    /// <summary>The caller's own.</summary>
    public CancellationToken Token => _caller.Token;

    /// <summary>In the words of the first failure; null where none has been.</summary>
    public string? Cause => Volatile.Read(ref _cause);

    public Task CancelAsync() => _caller.CancelAsync();

    /// <summary>False where another failure was first.</summary>
    public bool TryBeCause(string words) => Interlocked.CompareExchange(ref _cause, words, null) is null;

    /// <summary>Runs a pipeline, and looks at how it ended.</summary>
    /// <returns>Whether it went through, and so has to be whole.</returns>
    public async Task<bool> EndsWellAsync(Func<Task> pipeline)
    {
        var failure = await Record.ExceptionAsync(pipeline);
        if (failure is null)
        {
            Assert.True(Cause is null, $"nobody was told of '{Cause}'");
            return true;
        }

        // As it is told to whoever has asked for the verb.
        var told = FailureTranslation.Of(failure, Token) ?? failure;
        var isTheCause = Cause is { } cause && told.Message.Contains(cause, StringComparison.Ordinal);
        Assert.True(
            Token.IsCancellationRequested ? told is OperationCanceledException || isTheCause : told is not OperationCanceledException && isTheCause,
            $"'{Cause ?? "no failure"}' was told as {failure}");
        return false;
    }

    public void Dispose() => _caller.Dispose();
}

/// <summary>One half's turns.</summary>
/// <param name="failsAt">The number of the call that fails; 0 for none.</param>
/// <param name="cancelsAt">The number of the call at which the caller gives up; 0 for none.</param>
internal sealed class ScheduledHalf(Schedule schedule, string name, int seed, int failsAt, int cancelsAt)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private int _calls;

    /// <summary>To be awaited wherever the half awaits something.</summary>
    public async ValueTask TurnAsync(CancellationToken cancellationToken)
    {
        var (call, pause, way) = Draw();
        if (pause >= 90)
        {
            await Task.Delay(1, cancellationToken);
        }
        else if (pause >= 50)
        {
            await Task.Yield();
        }

        if (call == cancelsAt)
        {
            await schedule.CancelAsync();
        }

        if (call == failsAt)
        {
            await FailAsync($"the {name} half failed at call {call}", way, cancellationToken);
        }
    }

    public int Next(int below)
    {
        lock (_lock)
        {
            return _random.Next(below);
        }
    }

    private (int Call, int Pause, int Way) Draw()
    {
        lock (_lock)
        {
            return (++_calls, _random.Next(100), _random.Next(3));
        }
    }

    private async Task FailAsync(string words, int way, CancellationToken cancellationToken)
    {
        if (schedule.TryBeCause(words))
        {
            throw way switch
            {
                0 => new IOException(words),
                1 => new InvalidDataException(words),
                // As .NET tells that something ran out of patience by itself.
                _ => new TaskCanceledException(words),
            };
        }

        // The other half has failed by now. So has this one, in its own way, once it hears of that.
        if (schedule.EndsTogether)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw way switch
            {
                0 => new IOException("the connection was aborted"),
                1 => new OtherEndGoneException("nobody reads this"),
                _ => new OperationCanceledException(cancellationToken),
            };
        }
    }
}
