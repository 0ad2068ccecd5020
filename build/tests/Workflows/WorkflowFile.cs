using YamlDotNet.Serialization;

namespace Lifecycle.Tests.Workflows;

/// <summary>A workflow as GitHub reads it: from its text, knowing nothing of what wrote it.</summary>
internal sealed class WorkflowFile(string text)
{
    private readonly Dictionary<object, object> _root = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(text);

    public string Text { get; } = text;

    public object? this[string key] => _root.GetValueOrDefault(key);

    /// <summary>What it says to whoever calls it; null where nobody may.</summary>
    public Dictionary<object, object>? Called => (_root["on"] as Dictionary<object, object>)?.GetValueOrDefault("workflow_call") as Dictionary<object, object>;

    public IEnumerable<(string Id, Dictionary<object, object> Job)> Jobs =>
        ((Dictionary<object, object>)_root["jobs"]).Select(job => ((string)job.Key, (Dictionary<object, object>)job.Value));

    public IEnumerable<(string Job, Dictionary<object, object> Step)> Steps => Jobs.SelectMany(job => StepsOf(job.Job).Select(step => (job.Id, step)));

    public static WorkflowFile Read(string name) => new(File.ReadAllText(Repository.Workflow(name)));

    public static IEnumerable<Dictionary<object, object>> StepsOf(Dictionary<object, object> job) =>
        (job.GetValueOrDefault("steps") as List<object> ?? []).Cast<Dictionary<object, object>>();

    public static Dictionary<string, string> Mapping(Dictionary<object, object> node, string key) =>
        ((node.GetValueOrDefault(key) as Dictionary<object, object>) ?? []).ToDictionary(pair => (string)pair.Key, pair => $"{pair.Value}");

    public static IEnumerable<string> Needs(Dictionary<object, object> job) => (job.GetValueOrDefault("needs") as List<object> ?? []).Cast<string>();
}
