namespace Lifecycle.Reporting;

/// <summary>Tells the person in front of it, or the log of a workflow, what is going on.</summary>
public interface IReporter
{
    void Info(string message);

    void Warn(string message);

    /// <summary>What a script reads: nothing else goes to that stream.</summary>
    void Data(string text);

    /// <summary>Shows how far a longer piece of work is; silent while that takes less than two seconds.</summary>
    /// <param name="activity">What is done.</param>
    /// <param name="totalBytes">Null where that is not known.</param>
    /// <param name="inLogsEvery">How often where there is no terminal; null: every five seconds.</param>
    IProgressLine Begin(string activity, long? totalBytes, TimeSpan? inLogsEvery = null);

    /// <summary>The one line that an operation comes down to.</summary>
    void Conclude(Verdict verdict);
}

/// <summary>One activity on its way; disposed when it is over.</summary>
public interface IProgressLine : IDisposable
{
    void Advance(long bytes);

    /// <summary>What is being waited for, where there are no bytes to count.</summary>
    void Note(string state);
}
