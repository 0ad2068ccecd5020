namespace Lifecycle.Reporting.GitHub;

/// <summary>Says the same as another reporter, and adds what people see on the page of a workflow run.</summary>
/// <param name="inner">Writes the log.</param>
/// <param name="output">Where the runner reads commands: the log.</param>
/// <param name="summary">The page of the job.</param>
/// <param name="operation">What runs, as shown.</param>
/// <param name="request">What was asked for.</param>
public sealed class GitHubReporter(IReporter inner, TextWriter output, StepSummary summary, string operation, IReadOnlyList<Fact> request) : IReporter
{
    // In this order, also where an operation has nothing to say: a reader looks for them in their places.
    private static readonly string[] Always = ["Archive", "Keys", "Duration"];

    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly List<string> _warnings = [];

    /// <summary>Runs an operation; on GitHub, with its outcome on the page of the job.</summary>
    public static async Task<Verdict> RunAsync(IReporter console, string operation, IReadOnlyList<Fact> request, Func<IReporter, Task<Verdict>> verb)
    {
        ArgumentNullException.ThrowIfNull(verb);
        if (StepSummary.Current is not { } summary)
        {
            return await verb(console);
        }

        var reporter = new GitHubReporter(console, Console.Out, summary, operation, request);
        try
        {
            return await verb(reporter);
        }
        catch (Exception exception)
        {
            reporter.Fail(exception);
            throw;
        }
    }

    public void Info(string message) => inner.Info(message);

    public void Warn(string message)
    {
        _warnings.Add(message);
        output.WriteLine(WorkflowCommand.Warning(operation, message));
    }

    public void Data(string text) => inner.Data(text);

    public IProgressLine Begin(string activity, long? totalBytes, TimeSpan? inLogsEvery = null) => inner.Begin(activity, totalBytes, inLogsEvery);

    public void Conclude(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        inner.Conclude(verdict);
        output.WriteLine(WorkflowCommand.Notice(verdict.Operation, verdict.ToString()));
        Summarise(verdict.Operation, verdict.Outcome == Outcome.Run ? "RUN" : "SKIPPED", verdict.Reason, verdict.Facts);
    }

    // The engine annotates failures by itself.
    private void Fail(Exception exception) => Summarise(operation, exception is OperationCanceledException ? "CANCELLED" : "FAILED", exception.Message, []);

    private void Summarise(string name, string outcome, string reason, IReadOnlyList<Fact> facts)
    {
        StepOutput.Current?.Add(outcome, reason, facts);
        var known = facts.ToDictionary(fact => fact.Name, fact => fact.Value);
        _ = known.TryAdd("Duration", Human.Duration(TimeProvider.System.GetElapsedTime(_started)));
        IEnumerable<Fact> rows =
        [
            new("Verdict", outcome),
            new("Reason", reason),
            .. request,
            .. Always.Select(always => new Fact(always, known.GetValueOrDefault(always, "none"))),
            .. facts.Where(fact => !Always.Contains(fact.Name)),
            .. _warnings.Select(warning => new Fact("Warning", warning)),
        ];
        summary.Append($"### {Markdown.Escape(name)}: {outcome}\n\n{Markdown.Table(["", ""], rows.Select(row => (IReadOnlyList<string>)[row.Name, row.Value]))}");
    }
}
