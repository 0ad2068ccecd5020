using Nuke.Common.Execution;

namespace Nuke.Common;

public abstract partial class NukeBuild
{
    IReadOnlyList<IBuildExtension>? extensions;

    /// <summary>Calls the extensions that take part at this point, those with the highest priority first.</summary>
    internal void Extensions<T>(Action<T> call)
        where T : IBuildExtension
    {
        extensions ??= LoadExtensions();
        foreach (var extension in extensions.OfType<T>())
            call(extension);
    }

    IBuildExtension[] LoadExtensions()
    {
        var attributes = GetType().GetCustomAttributes(typeof(BuildExtensionAttributeBase), inherit: true);
        return
        [
            .. attributes.Cast<BuildExtensionAttributeBase>()
                .Select(x =>
                {
                    x.Build = this;
                    return x;
                })
                .OrderByDescending(x => x.Priority),
        ];
    }
}
