using Lifecycle.Benchmarks.Contenders;

namespace Lifecycle.Benchmarks.Measuring;

/// <summary>The measurements of one contender.</summary>
internal sealed class Series(Contender contender)
{
    private readonly List<Sample> _samples = [];
    private int _voids;

    public Contender Contender => contender;

    public IReadOnlyList<Sample> Samples => _samples;

    /// <summary>Why it cannot take part here, or what was wrong with its last void result.</summary>
    public string? Reason { get; private set; }

    public bool IsLeftOut { get; private set; }

    public bool HasVoids => _voids > 0;

    public bool Counts => _samples.Count > 0;

    /// <summary>Its name, and how often its result was not what it claimed to be.</summary>
    public string Label => HasVoids ? $"{contender.Name} ({_voids} of {_voids + _samples.Count} void: {Reason})" : contender.Name;

    public void Add(Sample sample) => _samples.Add(sample);

    public void LeaveOut(string reason) => (Reason, IsLeftOut) = (reason, true);

    /// <summary>A time in which the work was not done is none.</summary>
    public void Void(string reason) => (Reason, _voids) = (reason, _voids + 1);

    public Spread Of(Func<Sample, double> property) => Spread.Of(_samples.Select(property));

    public Spread Seconds => Of(sample => sample.Wall.TotalSeconds);

    public IReadOnlyList<TimeSpan> Pings => [.. _samples.SelectMany(sample => sample.Pings)];
}
