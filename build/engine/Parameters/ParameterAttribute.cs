using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.Utilities;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>Takes the value of a member from the command line, the environment or a parameter file.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class ParameterAttribute(string? description = null) : ValueInjectionAttributeBase
{
    public virtual string? Description { get; } = description;

    public string? Name { get; set; }

    /// <summary>What stands between several values given as one.</summary>
    public string? Separator { get; set; }

    /// <summary>Whether the parameter shows in the help text.</summary>
    public virtual bool List { get; set; } = true;

    public Type? ValueProviderType { get; set; }

    public string? ValueProviderMember { get; set; }

    public override object? GetValue(MemberInfo member, object? instance) =>
        ((NukeBuild)Build).Parameters.GetValue(member);

    /// <summary>The values to choose from, if there is such a set.</summary>
    public virtual IEnumerable<(string Text, object Object)>? GetValueSet(MemberInfo member, object? instance)
    {
        if (ValueProviderMember is null)
            return ValueConverter.Choices(ValueConverter.ElementType(member.MemberType()));

        var provider = (ValueProviderType ?? member.DeclaringType!).RequiredMember(ValueProviderMember);
        var values = (IEnumerable<string>?)provider.ReadFrom(instance) ?? [];
        return values.Select(x => (x, (object)x));
    }
}
