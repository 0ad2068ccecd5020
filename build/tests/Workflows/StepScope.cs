namespace Lifecycle.Tests.Workflows;

/// <summary>The steps of a job, or of an action that it uses: what they see, and what they have answered.</summary>
internal sealed class StepScope(Func<string, string> look)
{
    private readonly Dictionary<string, Dictionary<string, string>> _answers = [];

    public Expressions Expressions => new(name => name.Split('.') is ["steps", _, "outcome"] ? "success" : name.Split('.') is ["steps", var id, "outputs", var output] ? _answers.GetValueOrDefault(id)?.GetValueOrDefault(output, "") ?? "" : look(name));

    public void Keep(Dictionary<object, object> step, Dictionary<string, string> outputs)
    {
        if (step.GetValueOrDefault("id") is string id)
        {
            _answers[id] = outputs;
        }
    }

    /// <summary>What a script has written: NAME=VALUE, or between two marks, NAME&lt;&lt;MARK, its lines, MARK.</summary>
    public static Dictionary<string, string> ReadOutputs(string[] lines)
    {
        var outputs = new Dictionary<string, string>();
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index].Split("<<") is not [var name, var mark])
            {
                var parts = lines[index].Split('=', 2);
                outputs[parts[0]] = parts[1];
                continue;
            }

            var value = lines.Skip(index + 1).TakeWhile(line => line != mark).ToList();
            outputs[name] = string.Join('\n', value);
            index += value.Count + 1;
        }

        return outputs;
    }
}
