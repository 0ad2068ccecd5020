namespace Nuke.Common.Execution;

/// <summary>The text of a parameter before it is converted, and where it was found.</summary>
sealed record ParameterText(IReadOnlyList<string> Values, string Origin);
