using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>The targets that the command line asks for, or else the default ones.</summary>
static class InvokedTargets
{
    public static IReadOnlyList<ExecutableTarget> Find(
        NukeBuild build,
        IReadOnlyList<ExecutableTarget> targets,
        IReadOnlyList<ExecutableTarget> defaults,
        BuildSession session)
    {
        var positional = session.CommandLine.Positional.SelectMany(x => x.Split('+', StringSplitOptions.RemoveEmptyEntries));
        var named = build.Parameters.BuiltIn<string[]>("Target") ?? [];
        string[] names = [.. positional, .. named];
        IReadOnlyList<ExecutableTarget> invoked = names.Length > 0 ? [.. names.Select(x => Named(x, targets)).Distinct()] : defaults;
        foreach (var target in invoked)
            target.Invoked = true;
        return invoked;
    }

    public static ExecutableTarget Named(string name, IReadOnlyCollection<ExecutableTarget> targets) =>
        targets.FirstOrDefault(x => Names.Same(x.Name, name))
        ?? throw new BuildError($"Unknown target '{name}'.{Spelling.DidYouMean(name, targets.Select(x => x.Name))}");
}
