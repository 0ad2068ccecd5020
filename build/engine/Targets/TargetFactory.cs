using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common.Targets;

/// <summary>Finds the targets of a build, in its class and its components, and runs their definitions.</summary>
internal static class TargetFactory
{
    public static IReadOnlyList<ExecutableTarget> Create(NukeBuild build, IReadOnlyCollection<string> defaults)
    {
        var targets = BuildMembers.Of(build.GetType())
            .Where(property => property.PropertyType == typeof(Target))
            .Select(property => (Definition: (Target)property.GetValue(build)!, Target: new ExecutableTarget { Name = property.ShortName() }))
            .ToList();
        var byDefinition = targets.ToDictionary(target => (Delegate)target.Definition, target => target.Target);
        foreach (var (definition, target) in targets)
        {
            target.IsDefault = defaults.Contains(target.Name);
            _ = definition(new TargetDefinition(build, target, byDefinition));
        }

        return [.. targets.Select(target => target.Target)];
    }
}
