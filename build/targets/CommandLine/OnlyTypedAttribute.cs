namespace Targets.CommandLine;

/// <summary>Consent is typed each time: a parameter that neither a file nor a variable gives.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OnlyTypedAttribute : Attribute;
