using Lifecycle.Redis;
using Lifecycle.Reporting;
using Lifecycle.Stores;

namespace Lifecycle.Log;

/// <summary>
/// Reads all of a log between two places, before anything of it is used: every digest, that nothing is missing in between, and
/// that neither a command nor a transaction is cut.
/// </summary>
/// <param name="store">Where it is.</param>
/// <param name="found">Is told every command.</param>
/// <param name="opened">Is told every segment, before what is in it.</param>
internal sealed class LogReader(IBackupStore store, Action<FoundCommand>? found = null, Action<StoredSegment>? opened = null)
{
    private readonly List<LogRun> _runs = [];
    private List<LogPiece> _pieces = [];
    private CommandScanner _scanner = new();
    private AofPosition _at;
    private StoredSegment? _segment;

    /// <returns>The increments from the first place's on; the first of them goes on where a checkpoint ends.</returns>
    /// <exception cref="InvalidDataException">A segment is damaged or missing, or something would be cut.</exception>
    public async Task<IReadOnlyList<LogRun>> ReadAsync(LogGeneration log, AofPosition from, AofPosition to, IProgressLine progress, CancellationToken cancellationToken)
    {
        Begin(from);
        var reached = from == to;
        foreach (var key in log.After(from))
        {
            if (key.From >= to)
            {
                reached |= key.From == to;
                if (opened is null || key.From > to)
                {
                    break;
                }

                await TellAsync(key, opened, cancellationToken);
                continue;
            }

            if (key.From.Increment > _at.Increment)
            {
                EndIncrement();
                Begin(new AofPosition(_at.Increment + 1, 0));
            }

            await TakeAsync(key, to, progress, cancellationToken);
        }

        EndIncrement();
        if (reached && _at.Increment != to.Increment)
        {
            _runs.Add(new LogRun(store, []));
        }

        return reached || _at == to ? _runs : throw new InvalidDataException($"the log ends at {_at}, before {to}");
    }

    // Nothing of it is wanted but the times that it tells: of a Redis that writes nothing they are all there is.
    private async Task TellAsync(SegmentKey key, Action<StoredSegment> opened, CancellationToken cancellationToken)
    {
        await using var segment = await StoredSegment.OpenAsync(store, key, cancellationToken);
        opened(segment);
    }

    private void Begin(AofPosition at)
    {
        (_at, _pieces) = (at, []);
        _scanner = new CommandScanner(found is null ? null : command => found(new FoundCommand(at + command.Transaction, command, _segment!.TimeOf(at + command.At))));
    }

    private void EndIncrement()
    {
        _runs.Add(_scanner.Boundary == _scanner.Position
            ? new LogRun(store, _pieces)
            : throw new InvalidDataException($"no command begins at {_at}, or one within a transaction"));
    }

    private async Task TakeAsync(SegmentKey key, AofPosition to, IProgressLine progress, CancellationToken cancellationToken)
    {
        await using var segment = await StoredSegment.OpenAsync(store, key, cancellationToken);
        if (segment.Key.From > _at)
        {
            throw new InvalidDataException($"the log goes on at {segment.Key.From} where {_at} is wanted");
        }

        // What it holds was read: it is of another archiver, of which one has given up.
        if (segment.End < _at)
        {
            return;
        }

        _segment = segment;
        opened?.Invoke(segment);
        var end = segment.End.Increment == to.Increment && segment.End > to ? to : segment.End;
        var piece = new LogPiece(segment.Key, _at.Offset - segment.Key.From.Offset, end.Offset - _at.Offset);
        await segment.ReadAsync(piece.Skip, piece.Count, Take, cancellationToken);
        _pieces.Add(piece);
        _at = end;

        ValueTask Take(ReadOnlyMemory<byte> part)
        {
            _scanner.Scan(part.Span);
            progress.Advance(part.Length);
            return ValueTask.CompletedTask;
        }
    }
}
