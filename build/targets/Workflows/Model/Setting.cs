namespace Targets.Workflows.Model;

internal enum SettingKind
{
    Variable,
    Secret,
}

/// <summary>A variable or a secret that a job is given.</summary>
/// <param name="Name">In GitHub.</param>
/// <param name="Kind">Whether it may be seen.</param>
/// <param name="Meaning">For people; in Markdown.</param>
internal sealed record Setting(string Name, SettingKind Kind, string Meaning)
{
    /// <summary>Another that means nothing without it.</summary>
    public Setting? NeededBy { get; init; }

    /// <summary>The environment that must have it.</summary>
    public string? NeededIn { get; init; }

    public string Value => $"${{{{ {(Kind == SettingKind.Secret ? "secrets" : "vars")}.{Name} }}}}";

    /// <param name="input">Comes first, where somebody has answered it.</param>
    public string ValueOr(string input) => $"${{{{ inputs.{input} || vars.{Name} }}}}";
}
