using System.Reflection;
using Nuke.Common.Utilities;

namespace Nuke.Common.ValueInjection;

/// <summary>Supplies the value of the member that it stands on.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public abstract class ValueInjectionAttributeBase : Attribute
{
    public INukeBuild Build { get; internal set; } = null!;

    /// <summary>Those with a higher priority are injected first.</summary>
    public virtual int Priority => 0;

    public virtual bool SuppressWarnings => false;

    public object? TryGetValue(MemberInfo member, object? instance) => GetValue(member, instance);

    public abstract object? GetValue(MemberInfo member, object? instance);

    protected T? GetMemberValue<T>(string memberName, object instance) =>
        (T?)instance.GetType().RequiredMember(memberName).ReadFrom(instance);

    protected T? GetMemberValueOrNull<T>(string? memberName, object instance) =>
        memberName is null ? default : GetMemberValue<T>(memberName, instance);
}
