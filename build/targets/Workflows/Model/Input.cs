using YamlDotNet.Serialization;

namespace Targets.Workflows.Model;

/// <summary>One question that is asked of whoever starts a workflow, by hand or by calling it.</summary>
internal sealed record Input
{
    private Input()
    {
    }

    [YamlMember(Order = 1)]
    public required string Description { get; init; }

    [YamlMember(Order = 2)]
    public required string Type { get; init; }

    [YamlMember(Order = 3)]
    public Inline? Options { get; init; }

    [YamlMember(Order = 4)]
    public bool? Required { get; init; }

    [YamlMember(Order = 5)]
    public object? Default { get; init; }

    /// <summary>As a workflow that calls this one has to answer it: there are no choices then, and the targets look at what comes.</summary>
    [YamlIgnore]
    public Input Called => this with
    {
        Type = Options is null ? Type : "string",
        Description = Options is null ? Description : $"{Description}: {string.Join(" or ", Options)}",
        Required = Options is null ? Required : null,
        Options = null,
    };

    public static Input Choice(string description, params IReadOnlyList<string> options) =>
        new() { Description = description, Type = "choice", Options = [.. options], Required = true, Default = options[0] };

    public static Input Switch(string description, bool on) => new() { Description = description, Type = "boolean", Default = on };

    public static Input Text(string description, bool required = false) =>
        new() { Description = description, Type = "string", Required = required ? true : null };
}
