namespace Nuke.Common;

/// <summary>Takes the value of a member from the command line, the environment or a parameter file.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public class ParameterAttribute(string? description = null) : Attribute
{
    public virtual string? Description { get; } = description;

    /// <summary>Where it is not that of the member.</summary>
    public string? Name { get; set; }
}
