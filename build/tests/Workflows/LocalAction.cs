using YamlDotNet.Serialization;

namespace Lifecycle.Tests.Workflows;

/// <summary>The action of this repository that the jobs use, as GitHub reads it.</summary>
internal sealed class LocalAction(string text)
{
    private const string Path = ".github/actions/run-target/action.yml";
    private const string Command = "command";

    private readonly Dictionary<object, object> _root = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(text);

    public string Text { get; } = text;

    public IEnumerable<Dictionary<object, object>> Steps => WorkflowFile.StepsOf((Dictionary<object, object>)_root["runs"]);

    public IEnumerable<string> Inputs => WorkflowFile.Mapping(_root, "inputs").Keys;

    /// <summary>Each with the expression that gives it.</summary>
    public Dictionary<string, string> Outputs => ((Dictionary<object, object>)_root["outputs"]).ToDictionary(output => (string)output.Key, output => (string)((Dictionary<object, object>)output.Value)["value"]);

    public static LocalAction Read() => new(File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path)));

    public static bool IsUsedBy(Dictionary<object, object> step) => step.GetValueOrDefault("uses") as string == $"./{System.IO.Path.GetDirectoryName(Path)}";

    /// <summary>What a step comes to: its own, or those of this action with what it is told to run.</summary>
    public IEnumerable<Dictionary<object, object>> StepsFor(Dictionary<object, object> step) => !IsUsedBy(step) ? [step]
        : Steps.Select(each => WorkflowFile.Mapping(each, "env").ContainsKey("COMMAND") ? new Dictionary<object, object>(each) { ["run"] = WorkflowFile.Mapping(step, "with")[Command] } : each);
}
