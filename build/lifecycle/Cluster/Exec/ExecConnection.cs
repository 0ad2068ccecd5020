using System.Net.WebSockets;
using System.Text;
using Lifecycle.Shells;

namespace Lifecycle.Cluster.Exec;

/// <summary>One command's connection.</summary>
internal sealed class ExecConnection : IRunningCommand
{
    private readonly WebSocket _socket;
    private readonly ExecFrames _frames;
    private readonly ExecInput? _input;

    /// <param name="socket">Open; disposed of with this.</param>
    /// <param name="where">For messages.</param>
    /// <param name="mark">What ends both streams of a command with input: see <see cref="PodCommand"/>. Null for one without.</param>
    /// <param name="limit">When the connection is cut; the command itself ends before.</param>
    public ExecConnection(WebSocket socket, string where, string? mark, TimeSpan limit)
    {
        _socket = socket;
        _frames = new ExecFrames(socket, where, mark, limit);
        _input = mark is null ? null : new ExecInput(socket, _frames);
        Output = new ExecOutput(_frames);
    }

    public Stream Input => _input ?? throw new InvalidOperationException("The command was started without input.");

    public Stream Output { get; }

    public async Task<Exit> EndAsync(CancellationToken cancellationToken)
    {
        await Output.CopyToAsync(Stream.Null, cancellationToken);
        return new Exit(_frames.ExitStatus, Encoding.UTF8.GetString(_frames.Error));
    }

    // A connection that is cut, not closed: a command with input left does not take what came for the whole.
    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        _frames.Dispose();
        return ValueTask.CompletedTask;
    }
}
