namespace Targets.CommandLine;

/// <summary>Empty says something of its own.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MayBeEmptyAttribute : Attribute;
