using System.Text.RegularExpressions;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Lifecycle.Tests.Engine;

public sealed partial class PlanPageTests : IDisposable
{
    readonly Sandbox sandbox = new();

    public void Dispose() => sandbox.Dispose();

    [Fact]
    public async Task The_plan_is_a_page_that_needs_nothing_else()
    {
        var outcome = await sandbox.RunAsync<Drawn>("Test --plan");

        var file = sandbox.Root / ".nuke" / "temp" / "execution-plan.html";
        var page = file.ReadAllText();
        Assert.Equal((0, $"{file}\n", ""), (outcome.ExitCode, outcome.Output, outcome.Trace));
        Assert.DoesNotMatch(@"(src|href)=|https?://|@import|url\((?!#)", page);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.Contains("<title>Compile\nMakes &lt;all&gt; of it.</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_numbers_what_would_run_and_tells_the_kinds_of_edges_apart()
    {
        await sandbox.RunAsync<Drawn>("Test --plan");

        var page = (sandbox.Root / ".nuke" / "temp" / "execution-plan.html").ReadAllText();
        Assert.Contains("""class="edge Dependency planned" data-from="Compile" data-to="Test" """, page, StringComparison.Ordinal);
        Assert.Contains("""class="edge Order" data-from="Clean" data-to="Compile" """, page, StringComparison.Ordinal);
        Assert.Contains("""class="edge Trigger planned" data-from="Test" data-to="Report" """, page, StringComparison.Ordinal);
        Assert.Contains("""class="target planned invoked" data-target="Test" """, page, StringComparison.Ordinal);
        Assert.Contains("""class="target" data-target="Clean" """, page, StringComparison.Ordinal);
        Assert.Equal(["1", "2", "3"], Number().Matches(page).Select(x => x.Groups[1].Value).Order());
    }

    [Fact]
    public void Boxes_do_not_overlap_and_edges_run_from_left_to_right()
    {
        var targets = Enumerable.Range(0, 40).Select(x => new ExecutableTarget { Name = $"T{x}" }).ToList();
        for (var i = 1; i < targets.Count; i++)
        {
            targets[i].ExecutionDependencies.Add(targets[i * 7 % i]);
            targets[i].OrderDependencies.Add(targets[i / 2]);
        }

        var layout = new PlanLayout(targets, PlanEdge.Between(targets));

        foreach (var layer in layout.Nodes.GroupBy(x => x.Layer))
        {
            var rows = layer.Select(x => x.Y).Order().ToList();
            Assert.All(rows.Skip(1).Zip(rows), x => Assert.True(x.First - x.Second > 0.99));
        }

        Assert.All(layout.Routes, x => Assert.Equal(Enumerable.Range(x.Path[0].Layer, x.Path.Count), x.Path.Select(y => y.Layer)));
    }

    [GeneratedRegex("""class="number"[^>]*>(\d+)<""")]
    private static partial Regex Number();

    sealed class Drawn : NukeBuild
    {
        Target Clean => _ => _;
        Target Compile => _ => _.Description("Makes <all> of it.").After(Clean);
        Target Test => _ => _.DependsOn(Compile).Executes(() => Sandbox.Trace("ran"));
        Target Report => _ => _.TriggeredBy(Test);
    }
}
