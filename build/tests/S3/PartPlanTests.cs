using Lifecycle.Reporting;
using Lifecycle.Stores.S3;

namespace Lifecycle.Tests.S3;

public sealed class PartPlanTests
{
    private const long Mebibyte = 1024 * 1024;
    private static readonly PartPlan Plan = new(PartPlan.DefaultSize);

    [Fact]
    public void Ten_thousand_parts_hold_the_largest_object()
    {
        Assert.True(Enumerable.Range(1, 10_000).Sum(part => (long)Plan.SizeOf(part)) >= 5 * Mebibyte * Mebibyte);
        Assert.All(Enumerable.Range(1, 10_000), part => Assert.InRange(Plan.SizeOf(part), 5 * Mebibyte, Array.MaxLength));
    }

    [Fact]
    public void Memory_stays_at_20_MiB_for_the_first_27_GiB()
    {
        var total = 0L;
        for (var part = 1; total < 27 * 1024 * Mebibyte; part++)
        {
            Assert.InRange((long)Plan.SizeOf(part) * (Plan.InFlight(part) + 1), 0, 20 * Mebibyte);
            total += Plan.SizeOf(part);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5 * 1024)]
    [InlineData(48 * 1024)]
    [InlineData(5 * 1024 * 1024)]
    public void Where_the_whole_is_bounded_all_parts_are_of_one_size_and_make_it_up(long mebibytes)
    {
        var plan = Plan.Within(mebibytes * Mebibyte);

        Assert.Single(Enumerable.Range(1, 10_000).Select(plan.SizeOf).Distinct());
        Assert.True(10_000L * plan.SizeOf(1) >= mebibytes * Mebibyte);
        Assert.Equal(mebibytes <= 48 * 1024 ? PartPlan.DefaultSize : 525 * (int)Mebibyte, plan.SizeOf(1));
    }

    [Fact]
    public void Small_parts_go_several_at_a_time() => Assert.Equal(2, Plan.InFlight(1));
}
