using System.Text;

namespace Lifecycle.Volume;

/// <summary>The volume agent as it goes with each command: without what only its readers need.</summary>
internal static class AgentScript
{
    private const string Resource = "redis-volume.sh";

    public static string Text { get; } = Compact(Read());

    public static string Read()
    {
        using var resource = typeof(AgentScript).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the assembly");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    // An exec carries it in its address: comments and indentation are a third of it.
    private static string Compact(string script)
    {
        var text = new StringBuilder(script.Length);
        foreach (var line in script.Split('\n').Select(line => line.TrimStart(' ')).Where(line => line.Length > 0 && line[0] != '#'))
        {
            _ = text.Append(line).Append('\n');
        }

        return text.ToString();
    }
}
