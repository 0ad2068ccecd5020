using System.Text;
using Lifecycle.Redis;
using Lifecycle.Shells;

namespace Lifecycle.Volume;

/// <summary>A Redis, reached through its agent in a shell beside it: for one command at a time.</summary>
public sealed class RedisServer(IShell shell, RedisAccess? access = null)
{
    private readonly AgentSender _agent = new(shell, access ?? RedisAccess.Default);

    /// <exception cref="ShellException">Redis refused the command, or cannot be reached.</exception>
    /// <exception cref="Failures.LifecycleException">Redis does not accept who asks.</exception>
    public async Task<string> CallAsync(CancellationToken cancellationToken, params string[] command)
    {
        var (exit, answer) = await TryCallAsync(command, cancellationToken);
        return exit.Succeeded ? answer : throw AgentFailure.Of(shell.Name, exit);
    }

    public async Task<RedisInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        RedisInfo.Parse(await CallAsync(cancellationToken, "INFO"));

    /// <summary>Commands in Redis' own protocol, one after the other.</summary>
    /// <exception cref="ShellException">One was refused.</exception>
    public async Task PipeAsync(Stream commands, CancellationToken cancellationToken)
    {
        var (exit, _) = await _agent.RunAsync(["call", "--pipe"], commands, cancellationToken);
        if (!exit.Succeeded)
        {
            throw AgentFailure.Of(shell.Name, exit);
        }
    }

    /// <summary>Whether it takes commands yet, also from somebody whom it refuses them.</summary>
    internal async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        var (exit, _) = await TryCallAsync(["INFO", "server"], cancellationToken);
        return exit.Succeeded || (AgentStatus)exit.Status is AgentStatus.Denied or AgentStatus.Untrusted || exit.Error.StartsWith("NO", StringComparison.Ordinal);
    }

    internal async Task<(Exit Exit, string Answer)> TryCallAsync(string[] command, CancellationToken cancellationToken)
    {
        var (exit, answer) = await _agent.RunAsync(["call", .. command], input: null, cancellationToken);
        return (exit, Encoding.UTF8.GetString(answer));
    }
}
