namespace Nuke.Common.Execution;

/// <summary>A place in the drawing: of a target, or of the bend of an edge that passes a layer.</summary>
sealed class PlanNode(ExecutableTarget? target, int layer)
{
    public ExecutableTarget? Target { get; } = target;

    public int Layer { get; } = layer;

    public double Y { get; set; }

    public List<PlanNode> Before { get; } = [];

    public List<PlanNode> After { get; } = [];
}
