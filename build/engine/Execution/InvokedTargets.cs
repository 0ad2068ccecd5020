using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>The targets that the command line asks for, or else the default ones.</summary>
internal static class InvokedTargets
{
    public static IReadOnlyList<ExecutableTarget> Find(IReadOnlyList<ExecutableTarget> targets, BuildSession session)
    {
        IEnumerable<string> names = session.Parameters.ReadTargets("Target") ?? session.CommandLine.Positional;
        var named = names.Select(name => Named(name, targets)).Distinct().ToList();
        var invoked = named.Count > 0 ? named : [.. targets.Where(target => target.IsDefault)];
        invoked.ForEach(target => target.Invoked = true);
        return invoked;
    }

    public static ExecutableTarget Named(string name, IReadOnlyList<ExecutableTarget> targets) =>
        targets.FirstOrDefault(target => Names.Same(target.Name, name)) ?? throw new BuildError($"There is no target '{name}'.");
}
