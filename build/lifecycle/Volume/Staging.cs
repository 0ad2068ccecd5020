using System.Globalization;
using Lifecycle.Failures;
using Lifecycle.Shells;
using Lifecycle.Streams;

namespace Lifecycle.Volume;

/// <summary>A file to be written beside Redis' own.</summary>
public sealed record StagingFile(string Name, long Size);

/// <summary>
/// Files on their way to the volume, in two halves: one writes their content, one after the other, and its end; the other
/// reads meanwhile what the volume says of it, for a command that cannot write takes nothing.
/// </summary>
public sealed class Staging : IAsyncDisposable
{
    private readonly string _where;
    private readonly IReadOnlyList<StagingFile> _files;
    private readonly IRunningCommand _command;
    private readonly MemoryStream _answer = new();

    internal Staging(string where, IReadOnlyList<StagingFile> files, IRunningCommand command) => (_where, _files, _command) = (where, files, command);

    /// <exception cref="OtherEndGoneException">Writing to it: nobody takes it any more, and the other half finds out why.</exception>
    public Stream Content => _command.Input;

    /// <summary>
    /// Until the volume has noted what is to come, or says that it cannot: whoever gives up before that would find nothing to
    /// undo, and leave what comes late.
    /// </summary>
    public async Task AwaitBeginningAsync(CancellationToken cancellationToken)
    {
        var first = new byte[1];
        var count = await _command.Output.ReadAsync(first, cancellationToken);
        await _answer.WriteAsync(first.AsMemory(0, count), cancellationToken);
    }

    /// <summary>All of it is written.</summary>
    public Task EndContentAsync(CancellationToken cancellationToken) => _command.EndInputAsync(cancellationToken);

    /// <summary>Until the volume has all of it.</summary>
    /// <exception cref="ShellException">It did not arrive whole.</exception>
    /// <exception cref="ConflictException">Another restore is under way.</exception>
    public async Task AwaitArrivalAsync(CancellationToken cancellationToken)
    {
        await _command.Output.CopyToAsync(_answer, cancellationToken);
        if (await _command.EndAsync(cancellationToken) is { Succeeded: false } exit)
        {
            throw AgentFailure.FindConflict(_where, exit) as Exception ?? new ShellException($"{_where}: writing to the volume ended early: {exit.Reason}");
        }

        var sections = await AgentAnswer.ParseAsync(_answer.ToArray(), cancellationToken);
        var arrived = sections.GetValueOrDefault("files", "").Split('\n').Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[1], parts => parts[0]);
        if (_files.FirstOrDefault(file => arrived[file.Name].FirstOrDefault() != file.Size.ToString(CultureInfo.InvariantCulture)) is { } missing)
        {
            throw new ShellException($"{_where}: {missing.Name} did not arrive whole");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _answer.DisposeAsync();
        await _command.DisposeAsync();
    }
}
