using System.Globalization;

namespace Lifecycle.Tests.Faults;

/// <summary>Faults injected, survived, lost: shown by FaultTest as a table.</summary>
internal sealed class Ledger(string name, bool mayBeIdle = false)
{
    public string Name => name;

    public int Injected => _injected;

    private static readonly Lock Writing = new();
    private int _injected;
    private int _survived;

    public void Count(bool injected, bool survived)
    {
        _ = Interlocked.Add(ref _injected, injected ? 1 : 0);
        _ = Interlocked.Add(ref _survived, injected && survived ? 1 : 0);
    }

    public void Close()
    {
        Assert.True(_injected > 0 || mayBeIdle, "no fault was injected: the test has tested nothing");
        var line = string.Create(CultureInfo.InvariantCulture, $"{name}\t{_injected}\t{_survived}\t{_injected - _survived}\n");
        TestContext.Current.SendDiagnosticMessage(line.Replace('\t', ' '));
        if (Environment.GetEnvironmentVariable("TEST_FAULT_TABLE") is { Length: > 0 } table)
        {
            lock (Writing)
            {
                File.AppendAllText(table, line);
            }
        }
    }
}
