namespace Lifecycle.Redis;

/// <summary>What a redis-server is started with, as lines of its configuration file: its arguments are settings, too.</summary>
public static class ServerSettings
{
    private const string Password = "requirepass";

    // What becomes an argument of another program.
    private static readonly HashSet<string> Secret = [Password, "masterauth", "masteruser", "user", "tls-key-file-pass", "tls-client-key-file-pass"];

    /// <summary>Without what is secret in them.</summary>
    /// <param name="words">A command line, or the arguments of an image's own.</param>
    public static string Of(IEnumerable<string> words) =>
        string.Join('\n', Parse(words).Where(line => !Secret.Contains(line[0])).Select(Write));

    /// <summary>The password that stands in the command line itself; null for none, and for one that its environment holds.</summary>
    public static string? FindPassword(IEnumerable<string> words) =>
        Parse(words).LastOrDefault(line => line is [Password, var word] && !word.StartsWith('$'))?[1];

    /// <summary>Whether it listens elsewhere than every Redis does.</summary>
    /// <param name="settings">Lines of a configuration file; what they include is on this machine.</param>
    public static bool NameAListener(string settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Split('\n').Select(line => line.Trim().Split(' ', 2)).Any(line => line switch
        {
            ["include", var path] => File.Exists(path) && NameAListener(File.ReadAllText(path)),
            ["port", var port] => port is not ("6379" or "0"),
            ["tls-port", var port] => port is not "0",
            ["unixsocket", _] => true,
            _ => false,
        });
    }

    private static List<List<string>> Parse(IEnumerable<string> words)
    {
        var lines = new List<List<string>>();
        foreach (var word in ArgumentsOf([.. words]))
        {
            if (word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2)
            {
                lines.Add([word[2..]]);
            }
            else if (lines.Count == 0 || lines[^1][0] == "include")
            {
                lines.AddRange(word.EndsWith(".conf", StringComparison.Ordinal) ? [["include", word]] : Array.Empty<List<string>>());
            }
            else
            {
                lines[^1].Add(word);
            }
        }

        return lines;
    }

    // In a script that a shell is given, the words after the server's name; what such a script does besides is not known.
    private static IEnumerable<string> ArgumentsOf(IReadOnlyList<string> words)
    {
        var all = words.SelectMany(word => word.Contains("-server ", StringComparison.Ordinal) ? word.Split([' ', '\n', '\t', '\\', '"', '\''], StringSplitOptions.RemoveEmptyEntries) : [word]).ToList();
        return all.Skip(all.FindLastIndex(word => Path.GetFileName(word) is "redis-server" or "valkey-server") + 1);
    }

    private static string Write(List<string> line) => string.Join(' ', [line[0], .. line.Skip(1).Select(RedisText.Quote)]);
}
