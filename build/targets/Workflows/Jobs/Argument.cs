using Targets.CommandLine;

namespace Targets.Workflows.Jobs;

/// <summary>
/// A parameter of the build whose value comes from an expression. It travels as an environment variable and is quoted
/// where it is used, so a value cannot become a part of the script.
/// </summary>
/// <param name="Parameter">Its name in the build: <c>ConfirmDestroy</c>.</param>
/// <param name="Expression">What GitHub evaluates: <c>inputs.confirm_destroy</c>.</param>
internal sealed record Argument(string Parameter, string Expression)
{
    public string Variable => Vocabulary.Typed(Parameter).Replace('-', '_').ToUpperInvariant();

    public string Value => $"${{{{ {Expression} }}}}";

    /// <summary>Left out where there is nothing to tell.</summary>
    public bool MayBeEmpty { get; init; }

    public string Option => MayBeEmpty ? $"${{{Variable}:+{Told}}}" : Told;

    private string Told => $"--{Vocabulary.Typed(Parameter)} \"${Variable}\"";
}
