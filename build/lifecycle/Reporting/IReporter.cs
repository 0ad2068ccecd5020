namespace Lifecycle.Reporting;

/// <summary>Tells the person in front of it, or the log of a workflow, what is going on.</summary>
public interface IReporter
{
    void Info(string message);

    void Warn(string message);

    /// <summary>What a script reads: nothing else goes to that stream.</summary>
    void Data(string text);

    /// <summary>Shows how far a longer piece of work is; silent while that takes less than two seconds.</summary>
    IProgressLine Begin(string activity, long? totalBytes);

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
