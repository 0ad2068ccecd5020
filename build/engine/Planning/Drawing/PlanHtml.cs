using System.Net;

namespace Nuke.Common.Execution;

/// <summary>The page around the drawing: nothing in it is fetched from elsewhere.</summary>
static class PlanHtml
{
    const string Style =
        """
        :root { color-scheme: light dark; --back: #fbfbfd; --text: #1d2433; --quiet: #667085; --box: #fff; --line: #b4bccb; --plan: #2f6fed; --invoked: #e3ecff; }
        @media (prefers-color-scheme: dark) {
          :root { --back: #14171f; --text: #e6e9f0; --quiet: #98a1b5; --box: #1d222d; --line: #4d5870; --plan: #6c9cff; --invoked: #1f2f52; }
        }
        body { margin: 0; padding: 32px; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
        h1 { margin: 0; font-size: 22px; }
        p { margin: 4px 0 24px; color: var(--quiet); }
        b { color: var(--text); }
        main { overflow-x: auto; }
        text { fill: var(--quiet); text-anchor: middle; font-weight: 500; }
        rect { fill: var(--box); stroke: var(--line); stroke-width: 1.5; }
        marker path { fill: var(--line); }
        #arrow-planned path { fill: var(--plan); }
        circle { fill: var(--plan); }
        .target { outline: none; cursor: default; transition: opacity .15s; }
        .planned text { fill: var(--text); }
        .planned rect { stroke: var(--plan); }
        .invoked rect { fill: var(--invoked); stroke-width: 2.5; }
        .target .number { fill: var(--back); font-size: 12px; font-weight: 700; }
        .edge { fill: none; stroke: var(--line); stroke-width: 1.5; transition: opacity .15s; }
        .edge.planned { stroke: var(--plan); }
        .Order { stroke-dasharray: 7 5; }
        .Trigger { stroke-dasharray: 1.5 5; stroke-width: 2.5; stroke-linecap: round; }
        .legend { display: flex; gap: 24px; margin-top: 24px; color: var(--quiet); font-size: 13px; }
        .legend svg { vertical-align: middle; margin-right: 8px; }
        .away { opacity: .15; }
        """;

    const string Script =
        """
        const targets = [...document.querySelectorAll('.target')], edges = [...document.querySelectorAll('path.edge[data-to]')];
        function show(name) {
          const near = new Set([name]);
          for (const { dataset: edge } of edges) { if (edge.to === name) near.add(edge.from); if (edge.from === name) near.add(edge.to); }
          targets.forEach(x => x.classList.toggle('away', name && !near.has(x.dataset.target)));
          edges.forEach(x => x.classList.toggle('away', name && x.dataset.from !== name && x.dataset.to !== name));
        }
        for (const target of targets) {
          for (const event of ['mouseenter', 'focus']) target.addEventListener(event, () => show(target.dataset.target));
          for (const event of ['mouseleave', 'blur']) target.addEventListener(event, () => show());
        }
        """;

    public static string Create(IReadOnlyList<ExecutableTarget> targets, IReadOnlyCollection<ExecutableTarget> plan) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Execution plan</title>
        <style>
        {Style}
        </style>
        <h1>Execution plan</h1>
        <p>{Summary(plan)}</p>
        <main>
        {new PlanSvg(targets, plan).Draw()}
        </main>
        <div class="legend">
        {Legend("Dependency", "is run before")}{Legend("Order", "comes first, if both are run")}{Legend("Trigger", "makes run as well")}
        </div>
        <script>
        {Script}
        </script>
        </html>

        """;

    static string Summary(IReadOnlyCollection<ExecutableTarget> plan)
    {
        var invoked = plan.Where(x => x.Invoked).Select(x => $"<b>{WebUtility.HtmlEncode(x.Name)}</b>");
        return plan.Count == 0 ? "No target is invoked." : $"Invoking {string.Join(", ", invoked)} runs the numbered targets, in this order.";
    }

    static string Legend(string kind, string meaning) =>
        $"""<span><svg width="44" height="10"><path class="edge {kind}" d="M2 5H42" marker-end="url(#arrow)"/></svg>{meaning}</span>""";
}
