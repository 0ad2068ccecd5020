using System.Text;

namespace Lifecycle.Volume;

/// <summary>The volume agent as it goes with each command: without what only its readers need.</summary>
internal static class AgentScript
{
    private const string Resource = "redis-volume.sh";
    private const string BeginsUsage = "cat <<'END'";
    private const string EndsUsage = "END";

    public static string Text { get; } = Compact(Read());

    public static string Read()
    {
        using var resource = typeof(AgentScript).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not in the assembly");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    // An exec carries it in its address: comments, indentation and the usage are a third of it.
    private static string Compact(string script)
    {
        var text = new StringBuilder(script.Length);
        var isUsage = false;
        foreach (var line in script.Split('\n').Select(line => line.TrimStart(' ')).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (isUsage)
            {
                isUsage = line != EndsUsage;
                continue;
            }

            isUsage = line == BeginsUsage;
            _ = text.Append(isUsage ? "echo 'wrong words: see --help'" : line).Append('\n');
        }

        return text.ToString();
    }
}
