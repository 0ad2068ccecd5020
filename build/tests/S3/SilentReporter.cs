using Lifecycle.Reporting;

namespace Lifecycle.Tests.S3;

/// <summary>Keeps the warnings, shows nothing.</summary>
internal sealed class SilentReporter : IReporter
{
    public List<string> Warnings { get; } = [];

    public void Info(string message)
    {
    }

    public void Warn(string message) => Warnings.Add(message);

    public void Data(string text) => throw new NotSupportedException();

    public IProgressLine Begin(string activity, long? totalBytes) => throw new NotSupportedException();

    public void Conclude(Verdict verdict) => throw new NotSupportedException();
}
