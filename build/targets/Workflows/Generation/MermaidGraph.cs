using System.Globalization;
using System.Text;
using Nuke.Common.Execution;

namespace Targets.Workflows.Generation;

/// <summary>The targets as a page that GitHub draws.</summary>
internal static class MermaidGraph
{
    public const string Path = "docs/target-graph.md";

    public static GeneratedFile Render(IEnumerable<ExecutableTarget> targets)
    {
        var graph = new TargetGraph(targets);
        return new GeneratedFile(
            Path,
            $"""
            <!-- Generated from the targets in build/targets by ./build.sh Workflows. Do not edit. -->
            # Target graph

            A solid arrow: the first runs before the second, which cannot go without it. A dotted arrow: the first runs
            before the second where both are invoked. A thick arrow: the first triggers the second.
            `./build.sh --plan` shows the same as a page without a network.

            ```mermaid
            flowchart LR
            {Nodes(graph)}{Edges(graph)}```

            | Target | What it does |
            | --- | --- |
            {Table(graph)}
            """.ReplaceLineEndings("\n"));
    }

    private static string Nodes(TargetGraph graph) => string.Concat(graph.Targets.Where(target => target.Listed).Select(target => $"    {target.Name}\n"));

    private static string Edges(TargetGraph graph)
    {
        var text = new StringBuilder();
        foreach (var target in graph.Targets.Where(target => target.Listed))
        {
            Add("-->", target.ExecutionDependencies, target);
            Add("-.->", target.OrderDependencies.Except(target.ExecutionDependencies), target);
            Add("==>", target.TriggerDependencies, target);
        }

        return text.ToString();

        void Add(string arrow, IEnumerable<ExecutableTarget> before, ExecutableTarget target)
        {
            foreach (var earlier in before.Select(dependency => dependency.Name).Order(StringComparer.Ordinal))
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"    {earlier} {arrow} {target.Name}\n");
            }
        }
    }

    private static string Table(TargetGraph graph) => string.Concat(graph.Targets.Where(target => target.Listed).Select(target => $"| {target.Name} | {target.Description} |\n"));
}
