using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Access;

/// <summary>Who may not come in is told so in one line, with what to do, before anything is begun.</summary>
public sealed class RefusalTests
{
    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_wrong_password_is_told_with_where_it_came_from(string server)
    {
        await using var checkout = await GuardedCheckout.CreateAsync(server, Guard.AclUser);
        checkout.Variables["REDISCLI_AUTH"] = "wrong";

        await RequireAsync(checkout, "the embedded Redis: Redis does not accept the password of keeper in REDISCLI_AUTH: WRONGPASS");
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_password_that_is_asked_for_and_not_there_is_told(string server)
    {
        await using var checkout = await GuardedCheckout.CreateAsync(server, Guard.AclUser);
        _ = checkout.Variables.Remove("REDISCLI_AUTH");

        await RequireAsync(checkout, "the embedded Redis: there is no password for the user keeper");
        await using var open = await GuardedCheckout.CreateAsync(server, _ => new Guard(["user default off"]));
        await RequireAsync(open, "the embedded Redis: Redis asks for a password, and none was found: NOAUTH");
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task An_expired_certificate_is_named_with_its_date(string server)
    {
        await using var checkout = await GuardedCheckout.CreateAsync(server, folder => new Guard(new Certificates(folder).Settings(LoopbackPort.Take(), askClients: false, "expired")));

        await RequireAsync(checkout, $"guard/expired.crt expired on {DateTime.UtcNow.AddDays(-1):yyyy-MM-dd}", "Renew it");
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task An_authority_that_did_not_sign_the_certificate_is_named(string server)
    {
        await using var checkout = await GuardedCheckout.CreateAsync(server, folder => new Certificates(folder) is var certificates ? new Guard(certificates.Settings(LoopbackPort.Take(), askClients: false, authority: certificates.OtherAuthority)) : null!);

        await RequireAsync(checkout, "guard/redis.crt is signed by CN=the authority, and ", "tls-ca-cert-file");
    }

    [Theory]
    [MemberData(nameof(RedisServers.All), MemberType = typeof(RedisServers))]
    public async Task A_user_without_a_right_is_told_which(string server)
    {
        foreach (var right in new[] { "info", "config|get", "echo", "client|pause", "client|unpause" })
        {
            await using var checkout = await GuardedCheckout.CreateAsync(server, _ => new Guard(["user default off", $"user poor on >password ~* &* +@all -{right}"], "password", "poor"));
            var (exitCode, output) = await checkout.TryRunAsync("Backup", "--sample-keys", "0");

            Assert.Equal(255, exitCode);
            Assert.Contains($"Redis refuses {right.Split('|')[0].ToUpperInvariant()}", output, StringComparison.Ordinal);
            Assert.Contains("NOPERM", output, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(checkout.Root, "output", "redis-backups")), output);
            Assert.False(Directory.Exists(Path.Combine(checkout.Folders.Data, ".redis-lifecycle")), output);
            _ = await checkout.Server.CallAsync(RedisInstance.Cancel, "SET", "writable", "1");
        }
    }

    [Fact]
    public async Task A_secret_of_a_cluster_is_no_use_to_an_embedded_redis()
    {
        await using var checkout = await GuardedCheckout.CreateAsync(RedisServers.Redis7, Guard.None);

        var (exitCode, output) = await checkout.TryRunAsync("Verify", "--redis-auth-secret", "redis");

        Assert.Equal(2, exitCode);
        Assert.Contains("put the password into REDISCLI_AUTH", output, StringComparison.Ordinal);
    }

    private static async Task RequireAsync(GuardedCheckout checkout, string problem, string remedy = "")
    {
        await using var elsewhere = await RedisInstance.StartAsync();
        var archive = elsewhere.PathOf(await elsewhere.BackUpAsync());
        foreach (var verb in new string[][] { ["Backup"], ["Restore", "--force", "--archive", archive], ["Verify"] })
        {
            var (exitCode, output) = await checkout.TryRunAsync([.. verb, "--sample-keys", "0"]);

            Assert.True(exitCode == 255, output);
            var line = Assert.Single(output.Split('\n'), line => line.StartsWith("Error: ", StringComparison.Ordinal));
            Assert.Contains(problem, line, StringComparison.Ordinal);
            Assert.Contains(remedy, line, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Path.Combine(checkout.Root, "output", "redis-backups")), output);
            Assert.False(Directory.Exists(Path.Combine(checkout.Folders.Data, ".redis-lifecycle")), output);
        }
    }
}
