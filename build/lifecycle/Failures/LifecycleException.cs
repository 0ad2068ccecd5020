namespace Lifecycle.Failures;

/// <summary>What went wrong and what to do next, each fit to stand on one line.</summary>
public class LifecycleException(string problem, string remedy, Exception? cause = null)
    : Exception(Sentence(problem, remedy), cause)
{
    public string Problem { get; } = problem;

    public string Remedy { get; } = remedy;

    /// <summary>The message alone: this was foreseen, and a stack would only hide what to do.</summary>
    public override string ToString() => Message;

    private static string Sentence(string problem, string remedy) =>
        $"{OneLine(problem).TrimEnd('.')}. {OneLine(remedy)}".TrimEnd();

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
