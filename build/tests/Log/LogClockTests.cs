using Lifecycle.Log;
using Lifecycle.Tests.Support;
using Lifecycle.Tests.Waiting;

namespace Lifecycle.Tests.Log;

public sealed class LogClockTests
{
    [Fact]
    public void A_clock_that_is_set_back_by_an_hour_goes_on_and_its_moments_stay_in_order()
    {
        var hand = new HandClock();
        var clock = new LogClock(hand, Silence.Reporter);
        var first = clock.Now();
        hand.SetBack(TimeSpan.FromHours(1));
        hand.Advance(TimeSpan.FromSeconds(3));

        var second = clock.Now();
        hand.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4)], [second - first, clock.Now() - second]);
    }
}
