using Nuke.Common.Execution;

namespace Targets.CommandLine;

/// <summary>Refuses targets that are typed in another order than that in which they would run, before any of them does.</summary>
internal sealed class KeepsTypedOrderAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public override float Priority => 1;

    /// <param name="typed">Targets as they were asked for, however they are written.</param>
    /// <param name="planned">Targets in the order in which an engine would run them.</param>
    /// <returns>What is wrong, in one line; null where nothing is.</returns>
    public static string? FindMistake(IReadOnlyList<string> typed, IReadOnlyList<string> planned)
    {
        var names = typed.Select(Vocabulary.Normalise).Distinct().ToList();
        var order = planned.Where(target => names.Contains(Vocabulary.Normalise(target))).ToList();
        return names.SequenceEqual(order.Select(Vocabulary.Normalise))
            ? null
            : $"The order typed is not kept: they would run as {string.Join(", ", order)}: run them one after the other.";
    }

    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        var typed = new Arguments(Environment.GetCommandLineArgs()[1..]).Targets;
        if (typed.Count > 1 && !Build.Plan && FindMistake(typed, [.. executionPlan.Select(target => target.Name)]) is { } mistake)
        {
            Refusal.Exit(mistake);
        }
    }
}
