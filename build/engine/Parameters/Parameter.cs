using System.Reflection;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>A member of the build whose value is given from outside.</summary>
sealed class Parameter(MemberInfo member, ParameterAttribute attribute)
{
    public MemberInfo Member { get; } = member;

    public ParameterAttribute Attribute { get; } = attribute;

    public string Name { get; } =
        member.DeclaringType!.GetCustomAttribute<ParameterPrefixAttribute>(inherit: false)?.Prefix
        + (attribute.Name ?? BuildMembers.ShortName(member));

    /// <summary>As one types it.</summary>
    public string Argument => $"--{Names.Dashed(Name)}";

    /// <summary>Belongs to every build.</summary>
    public bool IsBuiltIn => Member.DeclaringType == typeof(NukeBuild);

    public bool IsSecret => Member.IsDefined(typeof(SecretAttribute));

    public bool IsRequired => Member.IsDefined(typeof(RequiredAttribute));

    public Type Type { get; } =
        member.MemberType() == typeof(IReadOnlyCollection<ExecutableTarget>) ? typeof(string[])
        : member.MemberType() == typeof(Host) ? typeof(string)
        : member.MemberType();

    public char? Separator => Attribute.Separator?[0];
}
