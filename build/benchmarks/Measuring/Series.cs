using Lifecycle.Benchmarks.Contenders;

namespace Lifecycle.Benchmarks.Measuring;

/// <summary>The measurements of one contender.</summary>
internal sealed class Series(Contender contender)
{
    private readonly List<Sample> _samples = [];

    public Contender Contender => contender;

    public IReadOnlyList<Sample> Samples => _samples;

    /// <summary>Why there is nothing to see: it cannot run here, or its result was void.</summary>
    public string? Reason { get; private set; }

    public bool IsVoid { get; private set; }

    public bool Counts => Reason is null && _samples.Count > 0;

    public void Add(Sample sample) => _samples.Add(sample);

    public void LeaveOut(string reason) => Reason = reason;

    /// <summary>A time in which the work was not done is none.</summary>
    public void Void(string reason) => (Reason, IsVoid) = ($"void: {reason}", true);

    public Spread Of(Func<Sample, double> property) => Spread.Of(_samples.Select(property));

    public Spread Seconds => Of(sample => sample.Wall.TotalSeconds);

    public IReadOnlyList<TimeSpan> Pings => [.. _samples.SelectMany(sample => sample.Pings)];
}
