using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lifecycle.Tests.Support;

/// <summary>The real program, on its way.</summary>
internal sealed class ProgramRun : IDisposable
{
    public const int SigInt = 2;
    public const int SigKill = 9;

    // Told by Test and FaultTest; a test that is run by hand starts the program that was compiled with it.
    private static readonly string Program = Environment.GetEnvironmentVariable("TEST_PROGRAM") is { Length: > 0 } path ? path : typeof(global::Targets.Build).Assembly.Location;
    private static readonly string[] Settings = Environment.GetEnvironmentVariable("TEST_PROGRAM_SETTINGS")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private readonly Process _process;
    private readonly PrintedText _output;
    private readonly PrintedText _error;

    // In a session of its own, so that a signal to its group reaches what it has started and not the tests. And with
    // SIGINT as a terminal would have it: a shell without job control starts what runs in its background deaf to it.
    public ProgramRun(string root, IReadOnlyDictionary<string, string> variables, string[] arguments)
    {
        var start = new ProcessStartInfo("setsid", ["--wait", "env", "--default-signal=INT", .. Settings, "dotnet", Program, .. arguments, "--no-logo", "--root", root])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = root,
        };
        _ = start.Environment.Remove("GITHUB_ACTIONS");
        _ = start.Environment.Remove("CI");
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _output = new PrintedText(_process.StandardOutput);
        _error = new PrintedText(_process.StandardError);
    }

    public bool WasKilled { get; private set; }

    public bool HasEnded => _process.HasExited;

    /// <summary>What it has printed so far.</summary>
    public string Printed => $"{_output}{_error}";

    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        var (exitCode, output, error) = await EndApartAsync();
        return (exitCode, output + error);
    }

    public async Task<(int ExitCode, string Output, string Error)> EndApartAsync()
    {
        await _process.WaitForExitAsync(RedisInstance.Cancel);
        return (_process.ExitCode, await _output.EndAsync(), await _error.EndAsync());
    }

    public void Kill()
    {
        WasKilled = true;
        Signal(SigKill, withChildren: true);
    }

    public void Signal(int signal, bool withChildren)
    {
        if (!_process.HasExited)
        {
            _ = SendSignal(withChildren ? -_process.Id : _process.Id, signal);
        }
    }

    public void Dispose()
    {
        Signal(SigKill, withChildren: true);
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
