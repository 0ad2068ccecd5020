using System.Reflection;
using Nuke.Common.Utilities;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>The parameters of a build and what was given for them.</summary>
sealed class ParameterSet
{
    readonly NukeBuild build;
    readonly BuildSession session;
    readonly ParameterSources sources;
    readonly List<(MemberInfo Member, ValueInjectionAttributeBase Attribute)> injections = [];
    readonly List<Parameter> parameters = [];

    public ParameterSet(NukeBuild build, BuildSession session)
    {
        this.build = build;
        this.session = session;
        sources = new ParameterSources(session);
        foreach (var member in BuildMembers.Of(build.GetType()))
        {
            if (!member.IsDefined(typeof(ValueInjectionAttributeBase)))
                continue;

            var attribute = Injection(member);
            injections.Add((member, attribute));
            if (attribute is ParameterAttribute parameter)
                parameters.Add(new Parameter(member, parameter));
        }
    }

    public IReadOnlyList<Parameter> All => parameters;

    public object? GetValue(MemberInfo member) =>
        Find(member) is { } parameter && sources.Find(parameter) is { } text
            ? ValueConverter.Convert(text, parameter.Type, parameter.Separator)
            : null;

    public Parameter? Find(MemberInfo member) =>
        parameters.Find(x => x.Member.Name == member.Name && x.Member.DeclaringType == member.DeclaringType)
        ?? parameters.Find(x => BuildMembers.ShortName(x.Member) == BuildMembers.ShortName(member));

    /// <summary>The value of a built-in parameter.</summary>
    public T? BuiltIn<T>(string name)
    {
        var parameter = parameters.Find(x => x.IsBuiltIn && x.Name == name)!;
        return sources.Find(parameter) is { } text ? (T?)ValueConverter.Convert(text, typeof(T), parameter.Separator) : default;
    }

    /// <summary>Reads the value of a member through the attribute that it carries.</summary>
    public object? Inject(MemberInfo member) => Inject(member, Injection(member));

    public void HideSecrets()
    {
        foreach (var secret in parameters.Where(x => x.IsSecret))
        {
            foreach (var value in sources.Find(secret)?.Values ?? [])
                session.Secrets.Add(value);
        }
    }

    /// <summary>Every value is read before anything runs: a wrong one must not come to light half-way.</summary>
    public void InjectAll()
    {
        foreach (var (member, attribute) in injections.OrderByDescending(x => x.Attribute.Priority))
        {
            if (member.DeclaringType == typeof(NukeBuild))
                continue;

            var value = Inject(member, attribute);
            if (value is not null && !member.DeclaringType!.IsInterface)
                member.WriteTo(build, value);
        }
    }

    public void CheckNames()
    {
        string[] known = [.. parameters.Select(x => x.Argument), BuildSession.GenerateConfiguration];
        foreach (var typed in session.CommandLine.TypedNames)
        {
            if (!known.Any(x => Names.Same(x, typed)))
                throw new BuildError($"Unknown argument '{typed}'.{Spelling.DidYouMean(typed.Split('=')[0], known)}");
        }

        foreach (var file in sources.Files)
        {
            foreach (var name in file.ParameterNames)
            {
                if (!parameters.Exists(x => Names.Same(x.Name, name)))
                    throw new BuildError($"{file.Name}: unknown parameter '{name}'.{Spelling.DidYouMean(name, parameters.Select(x => x.Name))}");
            }
        }
    }

    object? Inject(MemberInfo member, ValueInjectionAttributeBase attribute)
    {
        var value = attribute.TryGetValue(member, build);
        if (value is string text && member.IsDefined(typeof(SecretAttribute)))
            session.Secrets.Add(text);
        return value;
    }

    ValueInjectionAttributeBase Injection(MemberInfo member)
    {
        var attribute = member.GetCustomAttribute<ValueInjectionAttributeBase>()
            ?? throw new BuildError($"'{member.Name}' is not a parameter.");
        attribute.Build = build;
        return attribute;
    }
}
