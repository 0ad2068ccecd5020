using Lifecycle.Waiting;

namespace Lifecycle.Tests.Waiting;

public sealed class PatienceTests
{
    private readonly HandClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_ends_the_wait()
    {
        var asked = 0;
        var answer = await NewPatience(seconds: 10).UntilAsync(_ => Task.FromResult(++asked == 3 ? "yes" : null), Token);
        Assert.Equal("yes", answer);
        Assert.Equal(2, _clock.Pauses.Count);
    }

    [Fact]
    public async Task Without_an_answer_it_ends_at_its_limit_and_not_before_a_last_look_there()
    {
        var looked = TimeSpan.Zero;
        Assert.False(await NewPatience(seconds: 10).UntilTrueAsync(_ => Task.FromResult((looked = TimeSpan.FromTicks(_clock.GetTimestamp())) < TimeSpan.Zero), Token));
        Assert.Equal(TimeSpan.FromSeconds(10), looked);
    }

    [Fact]
    public async Task Pauses_grow_with_what_it_has_taken_between_two_bounds()
    {
        _ = await NewPatience(seconds: 30).UntilTrueAsync(_ => Task.FromResult(false), Token);
        Assert.Equal(TimeSpan.FromMilliseconds(100), _clock.Pauses[0]);
        Assert.Equal(TimeSpan.FromMilliseconds(500), _clock.Pauses.Max());
        Assert.Equal(_clock.Pauses.SkipLast(1).Order(), _clock.Pauses.SkipLast(1));
    }

    [Fact]
    public void Progress_begins_the_limit_anew()
    {
        var patience = NewPatience(seconds: 10);
        _clock.Advance(TimeSpan.FromSeconds(9));
        patience.Renew();
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(patience.IsOver);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(patience.IsOver);
        Assert.Equal(TimeSpan.FromSeconds(19), patience.Waited);
    }

    [Fact]
    public async Task Patience_that_has_no_time_at_all_looks_once()
    {
        var asked = 0;
        Assert.False(await NewPatience(seconds: 0).UntilTrueAsync(_ => Task.FromResult(++asked > 1), Token));
        Assert.Empty(_clock.Pauses);
    }

    [Fact]
    public async Task Whoever_cancels_does_not_wait()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Patience(TimeSpan.FromDays(1), TimeProvider.System).PauseAsync(cancelled.Token));
    }

    private Patience NewPatience(int seconds) => new(TimeSpan.FromSeconds(seconds), _clock);
}
