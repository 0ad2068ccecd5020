namespace Lifecycle.Tests.Access;

/// <summary>Looks at the command line of every process of this machine, pods among them, every few milliseconds.</summary>
internal sealed class ProcessWatch : IAsyncDisposable
{
    private const int FewProcesses = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _over = new();
    private readonly HashSet<string> _known = [];
    private readonly Task<int> _watching;
    private readonly string _secret;

    public ProcessWatch(string secret)
    {
        _secret = secret;
        _watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    public async Task RequireUnseenAsync()
    {
        await _over.CancelAsync();
        var samples = await _watching;
        TestContext.Current.SendDiagnosticMessage("{0} samples, {1} command lines", samples, _known.Count);
        Assert.True(_known.Count > FewProcesses, "no process was seen: the test has tested nothing");
        Assert.DoesNotContain(_known, line => line.Contains(_secret, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _ = await _watching;
        _over.Dispose();
    }

    private async Task<int> WatchAsync()
    {
        var samples = 0;
        for (; !_over.IsCancellationRequested; samples++)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
            {
                _ = _known.Add(Read(process));
            }

            await Task.Delay(Interval, CancellationToken.None);
        }

        return samples;
    }

    private static string Read(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
