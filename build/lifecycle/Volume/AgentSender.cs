using Lifecycle.Shells;

namespace Lifecycle.Volume;

/// <summary>Sends the agent to where a Redis is, and tells it apart from its words what no argument list may hold.</summary>
internal sealed class AgentSender(IShell shell, RedisAccess access)
{
    private const int MaximumAnswerBytes = 4 * 1024 * 1024;

    /// <summary>How long an answer may take that is not content.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public async Task<(Exit Exit, byte[] Answer)> RunAsync(IEnumerable<string> words, Stream? input, CancellationToken cancellationToken)
    {
        await using var running = await StartAsync(words, withInput: input is not null, Limit, cancellationToken);
        using var answer = new BoundedMemoryStream(MaximumAnswerBytes);
        var exit = await running.RunAsync(input, answer, cancellationToken);
        return (exit, answer.Written.ToArray());
    }

    public async Task<IRunningCommand> StartAsync(IEnumerable<string> words, bool withInput, TimeSpan limit, CancellationToken cancellationToken)
    {
        var command = new Command(AgentScript.Text, [.. access.Words, .. words]) { Limit = limit };
        var running = await shell.StartAsync(command, withInput || access.Password is not null, cancellationToken);
        try
        {
            await TellPasswordAsync(running, isAll: !withInput, cancellationToken);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    private async Task TellPasswordAsync(IRunningCommand running, bool isAll, CancellationToken cancellationToken)
    {
        if (access.Password is not { } password)
        {
            return;
        }

        await running.TellAsync(password, cancellationToken);
        if (isAll)
        {
            await running.Input.DisposeAsync();
        }
    }
}
