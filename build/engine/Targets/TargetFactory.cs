using System.Reflection;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Finds the targets of a build, in its class and its components, and runs their definitions.</summary>
static class TargetFactory
{
    public static IReadOnlyList<ExecutableTarget> Create(NukeBuild build)
    {
        var targets = new List<ExecutableTarget>();
        foreach (var property in BuildMembers.Of(build.GetType()).OfType<PropertyInfo>())
        {
            if (property.PropertyType != typeof(Target))
                continue;

            targets.Add(new ExecutableTarget
            {
                Member = property,
                Name = BuildMembers.ShortName(property),
                Factory = (Target)property.ReadFrom(build)!,
            });
        }

        foreach (var target in targets)
            ((Target)target.Factory)(new TargetDefinition(build, target));

        TargetLinker.Link(targets);
        return targets;
    }
}
