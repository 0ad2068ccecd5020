using Lifecycle.Failures;
using Lifecycle.Stores;
using Lifecycle.Tests.Proxies;

namespace Lifecycle.Tests.S3;

[Collection("S3")]
public sealed class UploadFaultTests(S3Server server)
{
    private static readonly BackupSample Sample = new(BackupName.At(DateTimeOffset.UtcNow), S3Server.PartSize + 100_000);

    public static TheoryData<string> Faults => ["ResetBefore", "ResetAfter", "Stall", "Truncate", "Damage", "500 InternalError", "503 SlowDown", "403 AccessDenied"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Whichever_request_of_a_backup_fails_it_is_whole_or_not_there(string fault)
    {
        server.Require();
        for (var number = 1; await StoreWithFaultAsync(Parse(fault), number); number++)
        {
        }
    }

    [Theory]
    [InlineData("ResetBefore")]
    [InlineData("503 SlowDown")]
    public async Task A_server_that_fails_from_some_request_on_holds_no_damaged_backup(string fault)
    {
        server.Require();
        for (var number = 1; await StoreUntilAsync(Parse(fault), number); number += 3)
        {
        }
    }

    internal static WireFault Parse(string text) => text.Split(' ') is [var status, var code]
        ? WireFault.Answer(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), code)
        : new WireFault(Enum.Parse<FaultKind>(text));

    /// <returns>Whether there was a request of that number.</returns>
    private async Task<bool> StoreWithFaultAsync(WireFault fault, int number)
    {
        var (prefix, token) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken);
        await using var proxy = new FaultProxy(server.Endpoint, request => request.Number == number ? fault : WireFault.None);
        using var store = server.Store(prefix, proxy.Endpoint);
        var failure = await Record.ExceptionAsync(() => Sample.StoreAsync(store, token));
        var hit = proxy.Requests.FirstOrDefault(request => request.Number == number);
        TestContext.Current.TestOutputHelper?.WriteLine($"{fault} at {hit}: {failure?.Message ?? "stored"}");
        using var direct = server.Store(prefix);
        var stored = await Sample.IsStoredAsync(direct, token);
        Assert.True(failure is null ? stored : failure is LifecycleException, $"{fault} at {hit}: {failure}");
        Assert.Equal(fault.Status == 403 && hit is not null, failure is not null);
        Assert.Empty(await server.UploadsAsync(prefix));
        return hit is not null;
    }

    private async Task<bool> StoreUntilAsync(WireFault fault, int number)
    {
        var (prefix, token) = (S3Server.NewPrefix(), TestContext.Current.CancellationToken);
        await using var proxy = new FaultProxy(server.Endpoint, request => request.Number >= number ? fault : WireFault.None);
        using var store = server.Store(prefix, proxy.Endpoint);
        var failure = await Record.ExceptionAsync(() => Sample.StoreAsync(store, token));
        using var direct = server.Store(prefix);
        var stored = await Sample.IsStoredAsync(direct, token);
        Assert.True(failure is null ? stored : failure is LifecycleException, $"{fault} from {number} on: {failure}");
        return proxy.Requests.Count >= number;
    }
}
