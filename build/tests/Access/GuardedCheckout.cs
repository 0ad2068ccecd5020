using Lifecycle.Embedded;
using Lifecycle.Tests.Support;
using Lifecycle.Volume;

namespace Lifecycle.Tests.Access;

/// <summary>A repository whose embedded Redis is guarded, and in which the real program runs as one who may come in.</summary>
internal sealed class GuardedCheckout : IAsyncDisposable
{
    private readonly Checkout _checkout;
    private readonly Guard _guard;

    private GuardedCheckout(Checkout checkout, Func<string, Guard> choose)
    {
        _checkout = checkout;
        _guard = choose(Path.Combine(checkout.Root, "guard"));
        Redis = checkout.Configure([.. _guard.Settings]);
        if (_guard.Password is { } password)
        {
            checkout.Variables["REDISCLI_AUTH"] = password;
        }
    }

    public string Root => _checkout.Root;

    public EmbeddedFolders Folders => _checkout.Folders;

    public Dictionary<string, string> Variables => _checkout.Variables;

    public RedisProcess Redis { get; }

    /// <summary>Asked as who may do everything.</summary>
    public RedisServer Server => As(_guard.User, _guard.Password);

    public static async Task<GuardedCheckout> CreateAsync(string server, Func<string, Guard> guard) => new(await Checkout.CreateAsync(server), guard);

    public static Task<GuardedCheckout> CreateAsync(string server, string guard) => CreateAsync(server, folder => Guard.Of(guard, folder));

    public RedisServer As(string? user, string? password) => new(Redis.Shell, new RedisAccess { User = user, Password = password, Settings = Redis.Access.Settings });

    /// <summary>Runs the program, which must succeed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output) = await TryRunAsync(arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }

    /// <summary>Runs the program as another user.</summary>
    public Task<string> RunAsAsync(string user, params string[] arguments) => RunAsync([.. arguments, "--redis-user", user]);

    public Task<(int ExitCode, string Output)> TryRunAsync(params string[] arguments) =>
        _checkout.RunAsync([.. arguments, .. _guard.User is { } user && !arguments.Contains("--redis-user") ? ["--redis-user", user] : Array.Empty<string>()]);

    public async Task<string> FingerprintAsync() =>
        await Server.CallAsync(RedisInstance.Cancel, "DEBUG", "DIGEST") + await Server.CallAsync(RedisInstance.Cancel, Fingerprint.Expiries);

    public async ValueTask DisposeAsync()
    {
        await Redis.StopAsync(CancellationToken.None);
        await _checkout.DisposeAsync();
    }
}
