namespace Nuke.Common.Execution;

/// <summary>
/// Arranges targets in layers from left to right, each behind all that it waits for,
/// and every layer so that few edges cross.
/// </summary>
sealed class PlanLayout
{
    const int Sweeps = 12;
    const double BendHeight = 0.5;

    readonly Dictionary<ExecutableTarget, int> depths = [];
    readonly Dictionary<ExecutableTarget, PlanNode> nodes = [];
    readonly List<List<PlanNode>> layers = [];

    public PlanLayout(IReadOnlyList<ExecutableTarget> targets, IReadOnlyList<PlanEdge> edges)
    {
        foreach (var target in targets)
            nodes[target] = Add(target, LayerOf(target));
        Routes = [.. edges.Select(x => (x, Route(nodes[x.From], nodes[x.To])))];
        Arrange();
    }

    public IEnumerable<PlanNode> Nodes => nodes.Values;

    /// <summary>The places that every edge passes on its way.</summary>
    public IReadOnlyList<(PlanEdge Edge, IReadOnlyList<PlanNode> Path)> Routes { get; }

    public int LayerCount => layers.Count;

    int LayerOf(ExecutableTarget target)
    {
        if (!depths.TryGetValue(target, out var depth))
            depths[target] = depth = target.AllDependencies.Select(x => LayerOf(x) + 1).DefaultIfEmpty().Max();
        return depth;
    }

    PlanNode Add(ExecutableTarget? target, int layer)
    {
        while (layers.Count <= layer)
            layers.Add([]);
        var node = new PlanNode(target, layer);
        layers[layer].Add(node);
        return node;
    }

    List<PlanNode> Route(PlanNode from, PlanNode to)
    {
        List<PlanNode> path = [from];
        for (var layer = from.Layer + 1; layer <= to.Layer; layer++)
        {
            var next = layer == to.Layer ? to : Add(target: null, layer);
            path[^1].After.Add(next);
            next.Before.Add(path[^1]);
            path.Add(next);
        }

        return path;
    }

    void Arrange()
    {
        foreach (var layer in layers)
            Place(layer, _ => 0);

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var isForward = sweep % 2 == 0;
            foreach (var layer in isForward ? layers : layers.AsEnumerable().Reverse())
            {
                var wanted = layer.ToDictionary(x => x, x => (isForward ? x.Before : x.After).Select(y => y.Y).DefaultIfEmpty(x.Y).Average());
                layer.Sort((a, b) => wanted[a].CompareTo(wanted[b]));
                Place(layer, x => wanted[x]);
            }
        }
    }

    /// <summary>Every node where it wants to be, or as near as those above it allow.</summary>
    static void Place(List<PlanNode> layer, Func<PlanNode, double> wanted)
    {
        var bottom = double.NegativeInfinity;
        foreach (var node in layer)
        {
            var half = (node.Target is null ? BendHeight : 1) / 2;
            node.Y = Math.Max(wanted(node), bottom + half);
            bottom = node.Y + half;
        }

        var shift = layer.Average(x => x.Y - wanted(x));
        foreach (var node in layer)
            node.Y -= shift;
    }
}
