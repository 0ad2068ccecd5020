using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>An attribute of the build class that takes part in a run.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class BuildExtensionAttributeBase : Attribute
{
    public INukeBuild Build { get; internal set; } = null!;

    /// <summary>The highest comes first.</summary>
    public virtual float Priority { get; set; }

    internal static IReadOnlyList<BuildExtensionAttributeBase> Of(INukeBuild build)
    {
        var extensions = build.GetType().GetCustomAttributes<BuildExtensionAttributeBase>().OrderByDescending(extension => extension.Priority).ToList();
        extensions.ForEach(extension => extension.Build = build);
        return extensions;
    }
}
