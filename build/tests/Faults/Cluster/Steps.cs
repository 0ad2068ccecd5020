using System.Text.RegularExpressions;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Tests.Faults.Cluster;

/// <summary>
/// The steps of a run: each time that it asks something of the cluster or of the store. What it asks again and again while
/// it waits counts twice.
/// </summary>
internal sealed partial class Steps
{
    private const int Repetitions = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _asked = [];

    public int Count { get; private set; }

    /// <summary>The number of the step that a request is, from 1; null for one that was asked before.</summary>
    public int? NumberOf(ProxiedRequest request)
    {
        lock (_lock)
        {
            var what = $"{request.Method} {Volatile().Replace(request.Target, "*")}";
            var times = _asked[what] = _asked.GetValueOrDefault(what) + 1;
            return times <= Repetitions ? ++Count : null;
        }
    }

    [GeneratedRegex("[0-9a-f]{8,}|[0-9]{8}T[0-9]{6}Z")]
    private static partial Regex Volatile();
}
