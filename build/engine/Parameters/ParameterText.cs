namespace Nuke.Common.Parameters;

/// <summary>What was given for a parameter, before it is converted, and where it was found.</summary>
internal sealed record ParameterText(string Origin, IReadOnlyList<string> Values);
