using System.Globalization;
using System.Security;
using System.Text;

namespace Lifecycle.Benchmarks.Report;

/// <summary>Horizontal bars as SVG: the median, with a line from the least to the most. Each panel has a scale of its own.</summary>
internal static class BarChart
{
    private const int Width = 860;
    private const int LabelWidth = 330;
    private const int BarWidth = 420;
    private const int RowHeight = 24;
    private const int TitleHeight = 40;

    public static string Draw(IReadOnlyList<Panel> panels)
    {
        var drawn = panels.Where(panel => panel.Bars.Count > 0).ToList();
        var height = drawn.Sum(panel => TitleHeight + (panel.Bars.Count * RowHeight)) + RowHeight;
        var svg = new StringBuilder();
        _ = svg.Append(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{height}}" font-family="sans-serif" font-size="13">
            <style>text { fill: #222 } .bar { fill: #9db4c8 } .bar.first { fill: #2a6f97 } .spread { stroke: #222 } @media (prefers-color-scheme: dark) { text { fill: #ddd } .spread { stroke: #ddd } }</style>

            """);
        var top = 0;
        foreach (var panel in drawn)
        {
            Draw(svg, panel, top);
            top += TitleHeight + (panel.Bars.Count * RowHeight);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, Panel panel, int top)
    {
        _ = svg.Append(CultureInfo.InvariantCulture, $"<text x=\"8\" y=\"{top + 28}\" font-weight=\"bold\">{SecurityElement.Escape(panel.Title)}</text>\n");
        var most = panel.Bars.Max(bar => bar.Seconds.Most);
        for (var row = 0; row < panel.Bars.Count; row++)
        {
            var (label, seconds) = panel.Bars[row];
            var y = top + TitleHeight + (row * RowHeight);
            var middle = y + (RowHeight / 2);
            _ = svg.Append(CultureInfo.InvariantCulture, $"""
                <text x="{LabelWidth}" y="{middle + 4}" text-anchor="end">{SecurityElement.Escape(label)}</text>
                <rect class="bar{(row == 0 ? " first" : "")}" x="{LabelWidth + 8}" y="{y + 3}" width="{Scale(seconds.Median):0.0}" height="{RowHeight - 6}"/>
                <line class="spread" x1="{LabelWidth + 8 + Scale(seconds.Least):0.0}" x2="{LabelWidth + 8 + Scale(seconds.Most):0.0}" y1="{middle}" y2="{middle}"/>
                <text x="{LabelWidth + 14 + Scale(seconds.Most):0.0}" y="{middle + 4}">{Figures.Number(seconds.Median)} s</text>

                """);
        }

        double Scale(double value) => most == 0 ? 0 : BarWidth * value / most;
    }
}
