using YamlDotNet.Serialization;

namespace Lifecycle.Tests.Workflows;

/// <summary>An action of this repository that jobs use, as GitHub reads it.</summary>
/// <param name="folder">Where it is: <c>.github/actions/run-target</c>.</param>
/// <param name="text">Its file.</param>
internal sealed class LocalAction(string folder, string text)
{
    private const string Command = "command";

    private readonly Dictionary<object, object> _root = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(text);

    public static IReadOnlyList<LocalAction> All { get; } =
    [
        .. Directory.EnumerateDirectories(Path.Combine(Repository.Root, ".github", "actions")).Order(StringComparer.Ordinal)
            .Select(path => new LocalAction(Path.GetRelativePath(Repository.Root, path), File.ReadAllText(Path.Combine(path, "action.yml")))),
    ];

    public string Text { get; } = text;

    public IEnumerable<Dictionary<object, object>> Steps => WorkflowFile.StepsOf((Dictionary<object, object>)_root["runs"]);

    public IEnumerable<string> Inputs => WorkflowFile.Mapping(_root, "inputs").Keys;

    /// <summary>Each with the expression that gives it.</summary>
    public Dictionary<string, string> Outputs => ((Dictionary<object, object>)_root["outputs"]).ToDictionary(output => (string)output.Key, output => (string)((Dictionary<object, object>)output.Value)["value"]);

    public LocalAction With(string right, string wrong) => new(folder, Text.Replace(right, wrong, StringComparison.Ordinal));

    public bool IsUsedBy(Dictionary<object, object> step) => step.GetValueOrDefault("uses") as string == $"./{folder}";

    /// <summary>What a step comes to: its own, or those of the action that it uses with what that is told to run.</summary>
    public static IEnumerable<Dictionary<object, object>> StepsFor(IEnumerable<LocalAction> actions, Dictionary<object, object> step) =>
        actions.FirstOrDefault(action => action.IsUsedBy(step)) is not { } used ? [step]
        : used.Steps.Select(each => WorkflowFile.Mapping(each, "env").ContainsKey("COMMAND") ? new Dictionary<object, object>(each) { ["run"] = WorkflowFile.Mapping(step, "with")[Command] } : each);
}
