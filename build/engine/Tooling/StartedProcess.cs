using System.Collections.Concurrent;
using System.Diagnostics;

namespace Nuke.Common.Tooling;

/// <summary>A process whose lines are kept and handed on as they come.</summary>
sealed class StartedProcess : IProcess
{
    readonly Process process;
    readonly int? timeout;
    readonly Action<OutputType, string> log;
    readonly ConcurrentQueue<Output> output = new();

    public StartedProcess(ProcessStartInfo start, int? timeout, Action<OutputType, string> log)
    {
        (this.timeout, this.log) = (timeout, log);
        (FileName, Arguments, WorkingDirectory) = (start.FileName, start.Arguments, start.WorkingDirectory);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Receive(OutputType.Std, line.Data);
        process.ErrorDataReceived += (_, line) => Receive(OutputType.Err, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string FileName { get; }

    public string Arguments { get; }

    public string WorkingDirectory { get; }

    public IReadOnlyCollection<Output> Output => output;

    public int ExitCode => process.ExitCode;

    public bool HasExited => process.HasExited;

    public int Id => process.Id;

    public void Kill() => process.Kill(entireProcessTree: true);

    public bool WaitForExit()
    {
        if (timeout is { } milliseconds && !process.WaitForExit(milliseconds))
        {
            Kill();
            return false;
        }

        // Without a limit, so that the last lines are in as well.
        process.WaitForExit();
        return true;
    }

    public void Dispose() => process.Dispose();

    void Receive(OutputType type, string? text)
    {
        if (text is null)
            return;

        output.Enqueue(new Output { Type = type, Text = text });
        log(type, text);
    }
}
