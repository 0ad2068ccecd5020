using Nuke.Common.Execution;
using Targets.CommandLine;

namespace Lifecycle.Tests.Targets;

public sealed class PlanPageTests
{
    [Fact]
    public void The_plan_is_a_page_that_needs_nothing_else_and_numbers_what_would_run()
    {
        var (clean, compile, test) = (new ExecutableTarget { Name = "Clean" }, new ExecutableTarget { Name = "Compile", Description = "Makes <all> of it" }, new ExecutableTarget { Name = "Test" });
        compile.OrderDependencies.Add(clean);
        test.ExecutionDependencies.Add(compile);

        var page = PlanPage.Create([clean, compile, test], [compile, test]);

        Assert.DoesNotMatch(@"(src|href)=|https?://|@import|url\(", page);
        Assert.Contains(
            """
            <tr><td>1</td><td>Compile</td><td>Makes &lt;all&gt; of it</td><td></td><td>Clean</td></tr>
            <tr><td>2</td><td>Test</td><td></td><td>Compile</td><td></td></tr>
            <tr class="not-planned"><td></td><td>Clean</td><td></td><td></td><td></td></tr>
            """,
            page,
            StringComparison.Ordinal);
    }
}
