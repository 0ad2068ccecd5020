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

    private Dictionary<string, object>? Inputs()
    {
        var inputs = GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.GetValue(this) is not null)
            .OrderBy(property => property.MetadataToken)
            .ToDictionary(property => HyphenatedNamingConvention.Instance.Apply(property.Name), property => property.GetValue(this)!);
        return inputs.Count == 0 ? null : inputs;
    }
}
