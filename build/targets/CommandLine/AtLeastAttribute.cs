namespace Targets.CommandLine;

/// <summary>The smallest number that a parameter takes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AtLeastAttribute(int minimum) : Attribute
{
    public int Minimum => minimum;
}
