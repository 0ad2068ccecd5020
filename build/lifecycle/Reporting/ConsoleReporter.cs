namespace Lifecycle.Reporting;

/// <summary>Plain lines; colours and a moving progress line only on a terminal.</summary>
public sealed class ConsoleReporter(TextWriter output, TextWriter data, bool terminal, bool colours) : IReporter
{
    private readonly LiveLine _live = new(output, () => Console.IsOutputRedirected ? 0 : Console.WindowWidth);

    /// <param name="data">Where the data goes, when all else goes to standard error; null where everything goes to standard output.</param>
    public static ConsoleReporter ForConsole(TextWriter? data = null)
    {
        var isTerminal = data is null ? !Console.IsOutputRedirected : !Console.IsErrorRedirected;
        return new ConsoleReporter(Console.Out, data ?? Console.Out, isTerminal, colours: isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
    }

    public void Info(string message) => WriteLine(message);

    public void Warn(string message) => WriteLine(Paint("33", $"Warning: {message}"));

    public void Data(string text) => _live.Print(text + Environment.NewLine, data);

    public IProgressLine Begin(string activity, long? totalBytes, TimeSpan? inLogsEvery = null) =>
        terminal ? new ProgressLine(activity, totalBytes, _live) : new ProgressLine(activity, totalBytes, inLogsEvery, WriteLine);

    public void Conclude(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        var width = verdict.Facts.Select(fact => fact.Name.Length).DefaultIfEmpty().Max() + 1;
        foreach (var fact in verdict.Facts)
        {
            WriteLine($"{(fact.Name + ':').PadRight(width)} {fact.Value}");
        }

        WriteLine(Paint(verdict.Outcome == Outcome.Run ? "32" : "33", verdict.ToString()));
    }

    private string Paint(string colour, string text) => colours ? $"\e[{colour}m{text}\e[0m" : text;

    private void WriteLine(string line) => _live.Print(line + Environment.NewLine);
}
