using System.Net;
using Nuke.Common.Execution;

namespace Targets.CommandLine;

/// <summary>All targets as a table: those that would run first, in their order. It fetches nothing from elsewhere.</summary>
internal static class PlanPage
{
    public static string Create(IReadOnlyCollection<ExecutableTarget> targets, IReadOnlyCollection<ExecutableTarget> plan)
    {
        var rows = plan.Select((target, index) => Row($"{index + 1}", target)).Concat(targets.Except(plan).Select(target => Row("", target)));
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Execution plan</title>
            <style>
            :root { color-scheme: light dark; }
            body { margin: 2rem; font: 1rem/1.5 system-ui, sans-serif; }
            table { border-collapse: collapse; }
            th, td { padding: .3rem 1rem .3rem 0; border-bottom: 1px solid #8884; text-align: left; vertical-align: top; }
            .not-planned { opacity: .6; }
            </style>
            <h1>Execution plan</h1>
            <p>The numbered targets run, in this order. Each needs those under "needs", and comes after those under "after" where both run.</p>
            <table>
            <tr><th></th><th>Target</th><th>What it does</th><th>Needs</th><th>After</th></tr>
            {{string.Join('\n', rows)}}
            </table>
            </html>

            """;
    }

    private static string Row(string number, ExecutableTarget target)
    {
        string[] cells = [number, target.Name, target.Description ?? "", string.Join(", ", Names(target.ExecutionDependencies)), string.Join(", ", Names(target.OrderDependencies.Except(target.ExecutionDependencies)))];
        return $"<tr{(number.Length == 0 ? " class=\"not-planned\"" : "")}>{string.Concat(cells.Select(cell => $"<td>{WebUtility.HtmlEncode(cell)}</td>"))}</tr>";
    }

    private static IEnumerable<string> Names(IEnumerable<ExecutableTarget> targets) => targets.Select(target => target.Name);
}
