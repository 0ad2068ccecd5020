namespace Targets.Workflows.Jobs;

/// <summary>What one job has made and another is about.</summary>
/// <param name="Giver">The target whose job has made it.</param>
/// <param name="Argument">How the other one is told.</param>
internal sealed record Handover(string Giver, Argument Argument);
