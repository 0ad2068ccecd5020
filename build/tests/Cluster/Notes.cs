using Lifecycle.Reporting;

namespace Lifecycle.Tests.Cluster;

/// <summary>Keeps what was reported.</summary>
internal sealed class Notes : IReporter
{
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public void Info(string message) => Add(message);

    public void Warn(string message) => Add(message);

    public void Data(string line) => Add(line);

    public void Conclude(Verdict verdict) => Add(verdict.ToString());

    public IProgressLine Begin(string activity, long? totalBytes, TimeSpan? inLogsEvery = null) => new Line(this, activity);

    private void Add(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }

    private sealed class Line(Notes notes, string activity) : IProgressLine
    {
        public void Advance(long bytes)
        {
        }

        public void Note(string state) => notes.Add($"{activity}: {state}");

        public void Dispose()
        {
        }
    }
}
