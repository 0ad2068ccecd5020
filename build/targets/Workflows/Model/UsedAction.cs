using System.Reflection;
using YamlDotNet.Serialization.NamingConventions;

namespace Targets.Workflows.Model;

/// <summary>An action of somebody else and what it is told: each property that has a value is an input, by its own name with hyphens.</summary>
internal abstract record UsedAction(string Action)
{
    public Step As(string name, string? id = null, string? condition = null) => new()
    {
        Name = name,
        Id = id,
        If = condition,
        Uses = ActionsLock.Current.Of(Action).Pin,
        With = Inputs(),
    };

    /// <summary>Each that there is, told nothing.</summary>
    public static IEnumerable<UsedAction> All => typeof(UsedAction).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(UsedAction))).Select(type => (UsedAction)Activator.CreateInstance(type)!);

    /// <summary>What it can be told.</summary>
    public IEnumerable<string> InputNames => Properties.Select(NameOf);

    private IEnumerable<PropertyInfo> Properties =>
        GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(property => property.CanWrite).OrderBy(property => property.MetadataToken);

    private Dictionary<string, object>? Inputs()
    {
        var inputs = Properties.Where(property => property.GetValue(this) is not null).ToDictionary(NameOf, property => property.GetValue(this)!);
        return inputs.Count == 0 ? null : inputs;
    }

    private static string NameOf(PropertyInfo property) => HyphenatedNamingConvention.Instance.Apply(property.Name);
}
