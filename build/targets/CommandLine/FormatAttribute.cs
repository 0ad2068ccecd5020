using System.Reflection;
using Lifecycle.Failures;

namespace Targets.CommandLine;

/// <summary>The text of a parameter is read by the <c>Parse</c> of a type, which says what is wrong with it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FormatAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;

    /// <returns>What is wrong, in one line; null where nothing is.</returns>
    public string? FindMistake(string text)
    {
        try
        {
            _ = Type.GetMethod("Parse", [typeof(string)])!.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, [text], culture: null);
            return null;
        }
        catch (LifecycleException exception)
        {
            return exception.Message;
        }
    }
}
