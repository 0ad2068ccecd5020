using System.Globalization;
using System.Net;
using System.Text;

namespace Nuke.Common.Execution;

/// <summary>Draws the targets and what is between them.</summary>
sealed class PlanSvg(IReadOnlyList<ExecutableTarget> targets, IReadOnlyCollection<ExecutableTarget> plan)
{
    const int BoxHeight = 40;
    const int RowHeight = 64;
    const int Gap = 84;
    const int Margin = 24;

    readonly PlanLayout layout = new(targets, PlanEdge.Between(targets));
    readonly int boxWidth = 56 + (9 * targets.Max(x => x.Name.Length));
    readonly StringBuilder svg = new();

    double Top => layout.Nodes.Concat(layout.Routes.SelectMany(x => x.Path)).Min(x => x.Y);

    double Bottom => layout.Nodes.Concat(layout.Routes.SelectMany(x => x.Path)).Max(x => x.Y);

    public string Draw()
    {
        var width = (2 * Margin) + (layout.LayerCount * boxWidth) + ((layout.LayerCount - 1) * Gap);
        var height = (2 * Margin) + BoxHeight + ((Bottom - Top) * RowHeight);
        Append($"""<svg width="{width}" height="{height:0}" viewBox="0 0 {width} {height:0}" role="img" aria-label="Execution plan">""");
        Append($"<defs>{Arrow("arrow")}{Arrow("arrow-planned")}</defs>");
        foreach (var (edge, path) in layout.Routes.OrderBy(x => IsPlanned(x.Edge)))
            DrawEdge(edge, path);
        foreach (var node in layout.Nodes)
            DrawBox(node, node.Target!);
        Append($"</svg>");
        return svg.ToString();
    }

    void DrawEdge(PlanEdge edge, IReadOnlyList<PlanNode> path)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"M{Left(path[0]) + boxWidth} {Middle(path[0]):0.#}");
        for (var i = 1; i < path.Count; i++)
        {
            var (startY, endY) = (Middle(path[i - 1]), Middle(path[i]));
            var (startX, endX) = (Left(path[i - 1]) + boxWidth, Left(path[i]));
            var bend = (startX + endX) / 2;
            line.Append(CultureInfo.InvariantCulture, $"C{bend} {startY:0.#} {bend} {endY:0.#} {endX} {endY:0.#}");
            if (i < path.Count - 1)
                line.Append(CultureInfo.InvariantCulture, $"h{boxWidth}");
        }

        var (planned, arrow) = IsPlanned(edge) ? (" planned", "arrow-planned") : (string.Empty, "arrow");
        Append($"""<path class="edge {edge.Kind}{planned}" data-from="{edge.From.Name}" data-to="{edge.To.Name}" marker-end="url(#{arrow})" d="{line}"/>""");
    }

    void DrawBox(PlanNode node, ExecutableTarget target)
    {
        var position = plan.TakeWhile(x => x != target).Count() + 1;
        var isPlanned = position <= plan.Count;
        var (left, middle) = (Left(node), Middle(node));
        var classes = $"target{(isPlanned ? " planned" : string.Empty)}{(target.Invoked ? " invoked" : string.Empty)}";
        Append($"""<g class="{classes}" data-target="{target.Name}" tabindex="0">""");
        Append($"<title>{Encode(Title(target))}</title>");
        Append($"""<rect x="{left}" y="{middle - (BoxHeight / 2.0):0.#}" width="{boxWidth}" height="{BoxHeight}" rx="10"/>""");
        Append($"""<text x="{left + (boxWidth / 2) + (isPlanned ? 10 : 0)}" y="{middle + 5:0.#}">{Encode(target.Name)}</text>""");
        if (isPlanned)
        {
            Append($"""<circle cx="{left + 20}" cy="{middle:0.#}" r="11"/>""");
            Append($"""<text class="number" x="{left + 20}" y="{middle + 4:0.#}">{position}</text>""");
        }

        Append($"</g>");
    }

    bool IsPlanned(PlanEdge edge) => plan.Contains(edge.From) && plan.Contains(edge.To);

    int Left(PlanNode node) => Margin + (node.Layer * (boxWidth + Gap));

    double Middle(PlanNode node) => Margin + (BoxHeight / 2.0) + ((node.Y - Top) * RowHeight);

    static string Arrow(string id) =>
        $"""<marker id="{id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>""";

    static string Title(ExecutableTarget target) =>
        string.Join('\n', new[] { target.Name, target.Description }.Where(x => x is not null));

    static string Encode(string text) => WebUtility.HtmlEncode(text);

    void Append(FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
