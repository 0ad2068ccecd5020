using Lifecycle.Log;
using Lifecycle.Tests.Waiting;

namespace Lifecycle.Tests.Log;

/// <summary>How long a volume bears what only the archiver has open still.</summary>
public sealed class HeldFilesTests
{
    private const long Much = HeldFiles.Most + 1;
    private const long Left = 1000;

    private readonly HandClock _clock = new();
    private readonly HeldFiles _held;

    public HeldFilesTests() => _held = new HeldFiles(_clock);

    [Fact]
    public void A_little_is_borne_for_as_long_as_it_takes()
    {
        Assert.False(_held.IsTooMuch(HeldFiles.Most, Left, storeIsAway: true));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.False(_held.IsTooMuch(HeldFiles.Most, Left, storeIsAway: true));
    }

    [Fact]
    public void Much_is_not_borne_while_the_store_is_away() => Assert.True(_held.IsTooMuch(Much, Left, storeIsAway: true));

    [Theory]
    [InlineData(0.5, false)]
    [InlineData(0.6, true)]
    public void A_store_that_answers_has_a_minute_for_each_half(double rest, bool isTooMuch)
    {
        Assert.False(_held.IsTooMuch(Much, Left, storeIsAway: false));
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(isTooMuch, _held.IsTooMuch(Much, (long)(Left * rest), storeIsAway: false));
    }

    [Fact]
    public void What_was_crowded_before_counts_no_more_once_there_was_room()
    {
        Assert.False(_held.IsTooMuch(Much, Left, storeIsAway: false));
        Assert.False(_held.IsTooMuch(0, Left, storeIsAway: false));
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.False(_held.IsTooMuch(Much, Left, storeIsAway: false));
    }
}
