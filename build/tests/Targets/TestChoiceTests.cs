using Lifecycle.Tests.Support;
using Targets.Testing;

namespace Lifecycle.Tests.Targets;

/// <summary>What <c>Test</c> runs.</summary>
public sealed class TestChoiceTests
{
    [Theory]
    [InlineData(null, false, $"-trait- {CampaignAttribute.Name}={CampaignAttribute.Value}")]
    [InlineData(null, true, "")]
    [InlineData("*Restore*", false, "-class *Restore*")]
    [InlineData("*Restore*", true, "-class *Restore*")]
    public void Campaigns_are_left_out_unless_all_or_a_class_is_asked_for(string? testClass, bool all, string expected) =>
        Assert.Equal(expected, string.Join(' ', TestRun.Choose(testClass, all)));
}
