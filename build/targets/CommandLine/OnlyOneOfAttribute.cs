namespace Targets.CommandLine;

/// <summary>Of the parameters of one choice no more than one is given: each says the same thing another way.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OnlyOneOfAttribute(string choice) : Attribute
{
    public string Choice => choice;
}
