using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

sealed partial class TargetDefinition
{
    public ITargetDefinition Base()
    {
        var declaration = declarations.Peek();
        var inherited = declaration.DeclaringType?.BaseType?.GetProperty(
            declaration.Name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        if (inherited is null)
            throw new BuildError($"Target '{target.Name}' has no base to build upon.");

        return Include(inherited);
    }

    public ITargetDefinition Inherit(params Target[] targets)
    {
        foreach (var inherited in targets)
            inherited(this);
        return this;
    }

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets)
    {
        foreach (var inherited in targets)
            Include((PropertyInfo)inherited.RequiredMember());
        return this;
    }

    TargetDefinition Include(PropertyInfo inherited)
    {
        // The inherited target stands at its most derived declaration, which may have a base of its own.
        var declared = inherited.DeclaringType!.GetProperty(
            inherited.Name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)!;
        declarations.Push(declared);
        ReadAsDeclared(declared)(this);
        declarations.Pop();
        return this;
    }

    /// <summary>Calls the getter that is declared there, not the one that overrides it.</summary>
    Target ReadAsDeclared(PropertyInfo property)
    {
        var getter = property.GetMethod!.MethodHandle.GetFunctionPointer();
        var read = (Func<Target>)Activator.CreateInstance(typeof(Func<Target>), build, getter)!;
        return read();
    }
}
