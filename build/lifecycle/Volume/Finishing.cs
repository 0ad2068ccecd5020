using System.Diagnostics.CodeAnalysis;
using Lifecycle.Shells;

namespace Lifecycle.Volume;

/// <summary>
/// A command beside a Redis that was restarted: it has told what that is like, holds writes back, and finishes the restore
/// where it is told to. Disposed, it has done nothing else.
/// </summary>
public sealed class Finishing : IAsyncDisposable
{
    private readonly VolumeAgent _volume;
    private readonly IRunningCommand _command;
    private readonly AgentAnswer _answer;

    private Finishing(VolumeAgent volume, IRunningCommand command, AgentAnswer answer) => (_volume, _command, _answer) = (volume, command, answer);

    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever gets it disposes of it.")]
    internal static async Task<Reached> OpenAsync(VolumeAgent volume, IRunningCommand command, CancellationToken cancellationToken)
    {
        var answer = new AgentAnswer(command.Output);
        Reached? reached = null;
        try
        {
            var sections = await answer.ReadSectionsAsync(cancellationToken);
            return reached = answer.Remaining is not null
                ? new Reached(Survey.Parse(sections, volume.Name)) { Finishing = new Finishing(volume, command, answer) }
                : volume.NotReached(await command.EndAsync(cancellationToken));
        }
        finally
        {
            if (reached?.Finishing is null)
            {
                await answer.DisposeAsync();
                await command.DisposeAsync();
            }
        }
    }

    /// <summary>Drops the previous files, and lets writes through.</summary>
    /// <returns>What could not be removed; null where Redis' files changed meanwhile.</returns>
    /// <exception cref="ShellException">Whether it came to that is for the volume to tell.</exception>
    public async Task<IReadOnlyList<string>?> TryFinishAsync(RestoreJournal journal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(journal);
        await _command.TellAsync(journal.ToJson(), cancellationToken);
        await _answer.EndContentAsync(cancellationToken);
        var sections = await _answer.ReadSectionsAsync(cancellationToken);
        var exit = await _command.EndAsync(cancellationToken);
        return exit.Succeeded && !sections.ContainsKey("left")
            ? throw new ShellException($"{_volume.Name}: the command that was to finish the restore has not heard it")
            : _volume.Dropped(exit, sections);
    }

    public async ValueTask DisposeAsync()
    {
        await _answer.DisposeAsync();
        await _command.DisposeAsync();
    }
}
