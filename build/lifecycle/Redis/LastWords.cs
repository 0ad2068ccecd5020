using System.Text.RegularExpressions;

namespace Lifecycle.Redis;

/// <summary>Why Redis has ended, in its own words: the line of its log that says so, which is seldom the last.</summary>
public static partial class LastWords
{
    /// <param name="log">Of one run.</param>
    public static string Of(string log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(LogLine.Parse).ToList();
        return ConfigurationError(lines)
            ?? lines.FirstOrDefault(line => Fatal().IsMatch(line.Text))?.Text
            ?? lines.LastOrDefault(line => line.IsWarning && !Harmless().IsMatch(line.Text))?.Text
            ?? lines.LastOrDefault()?.Text
            ?? "its log is empty";
    }

    // "*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***", "Reading the configuration file, at line 2", ">>> 'save "x"'", and why;
    // and the same of the append-only manifest.
    private static string? ConfigurationError(List<LogLine> lines)
    {
        var start = lines.FindIndex(line => line.Text.StartsWith("*** FATAL", StringComparison.Ordinal));
        return start < 0 ? null : string.Join(' ', lines.Skip(start).Take(4).Select(line => line.Text.Trim('*', ' ')));
    }

    [GeneratedRegex("^(Fatal error|Bad file format|Unexpected end of file|Unexpected EOF|Unrecoverable error|Unable to |Wrong signature|Can't (open|handle|chdir|load|read)|Cannot |The AOF file .* doesn't exist|Error (reading|loading|opening|trying)|Internal error in RDB|Short read or OOM|Out Of Memory|Failed (listening|opening|to )|Invalid AOF|AOF .* error|.*crashed by signal|.*ASSERTION FAILED|Module .* (failed|initialization)|Aborting|RDB.*(corrupt|CRC))", RegexOptions.IgnoreCase)]
    private static partial Regex Fatal();

    // Said at each start, or at each end that was asked for.
    [GeneratedRegex("^(WARNING|Redis version|Valkey version|Configuration loaded|Warning: no config file|Server initialized|oO0|User requested shutdown|Received SIG|Redis is now ready to exit|Valkey is now ready to exit|You requested maxclients|Server can't set maximum open files|Current maximum open files|Terminating server after)", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();

    /// <summary>"1:M 07 Feb 2026 11:41:00.123 # text", where a # marks what matters; without a head where it came before the log.</summary>
    private sealed partial record LogLine(string Text, bool IsWarning)
    {
        public static LogLine Parse(string line) => Head().Match(line) is { Success: true } head
            ? new LogLine(line[head.Length..].Trim(), head.Groups["level"].Value == "#")
            : new LogLine(line, IsWarning: false);

        [GeneratedRegex(@"^\d+:[XCSM] \d.*?\.\d{3} (?<level>[.\-*#]) ")]
        private static partial Regex Head();
    }
}
