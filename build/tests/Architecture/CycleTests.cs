namespace Lifecycle.Tests.Architecture;

public sealed class CycleTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a>b b>c a>c", "")]
    [InlineData("a>a", "")]
    [InlineData("a>b b>a", "a b a")]
    [InlineData("x>a a>b b>c c>d d>a c>b", "b c b")]
    [InlineData("a>b b>c c>a", "a b c a")]
    public void A_shortest_cycle_is_found_and_none_where_there_is_none(string arrows, string cycle) =>
        Assert.Equal(cycle, string.Join(' ', Cycles.Shortest(arrows.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(arrow => (arrow[..1], arrow[2..])))));
}
