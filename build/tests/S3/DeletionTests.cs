using System.Globalization;
using Lifecycle.Reporting;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Tests.S3;

[Collection("S3")]
public sealed class DeletionTests(S3Server server)
{
    private static readonly string[] Kept = ["kept/1", "kept/2"];
    private static readonly string[] Doomed = ["doomed/1", "doomed/2", "doomed/3"];

    [Theory]
    [InlineData("ResetBefore")]
    [InlineData("ResetAfter")]
    [InlineData("Stall")]
    [InlineData("Truncate")]
    [InlineData("500 InternalError")]
    [InlineData("501 NotImplemented")]
    [InlineData("403 AccessDenied")]
    public async Task What_is_not_reported_is_gone_and_nothing_else_is(string text)
    {
        server.Require();
        for (var number = 1; await DeleteWithFaultAsync(UploadFaultTests.Parse(text), number); number++)
        {
        }
    }

    [Fact]
    public async Task A_refusal_of_everything_is_reported_for_each_key()
    {
        server.Require();
        var (prefix, token) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken);
        await PutAsync(prefix, token);
        await using var proxy = new FaultProxy(server.Endpoint, _ => WireFault.Answer(403, "AccessDenied"));
        using var store = server.Store(prefix, proxy.Endpoint);
        var failures = await store.DeleteAsync(Doomed, token);
        Assert.Equal(Doomed, failures.Keys.Order(StringComparer.Ordinal));
        Assert.All(failures.Values, reason => Assert.Contains("may not s3:DeleteObject", reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_than_one_batch_goes_and_keys_that_are_not_there_do_not_matter()
    {
        server.Require();
        var (prefix, token) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken);
        await PutAsync(prefix, token);
        using var store = server.Store(prefix);
        var absent = Enumerable.Range(0, 1500).Select(number => string.Create(CultureInfo.InvariantCulture, $"absent/{number}"));
        Assert.Empty(await store.DeleteAsync([.. Doomed, .. absent], token));
        Assert.Equal(Kept, await KeysAsync(prefix, token));
    }

    private async Task<bool> DeleteWithFaultAsync(WireFault fault, int number)
    {
        var (prefix, token) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken);
        await PutAsync(prefix, token);
        await using var proxy = new FaultProxy(server.Endpoint, request => request.Number == number ? fault : WireFault.None);
        using var store = server.Store(prefix, proxy.Endpoint);
        var failures = await store.DeleteAsync(Doomed, token);
        Assert.Equal([.. failures.Keys.Order(StringComparer.Ordinal), .. Kept], await KeysAsync(prefix, token));
        return proxy.Requests.Count >= number;
    }

    private async Task PutAsync(string prefix, CancellationToken token)
    {
        using var store = server.Store(prefix);
        foreach (var key in (string[])[.. Kept, .. Doomed])
        {
            await BackupSample.PutAsync(store, key, "x"u8.ToArray(), token);
        }
    }

    private async Task<List<string>> KeysAsync(string prefix, CancellationToken token)
    {
        using var store = server.Store(prefix);
        var keys = new List<string>();
        await foreach (var stored in store.ListAsync("", after: null, token))
        {
            keys.Add(stored.Key);
        }

        return keys;
    }
}
