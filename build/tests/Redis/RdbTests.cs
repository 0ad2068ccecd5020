using System.Text;
using Lifecycle.Redis;

namespace Lifecycle.Tests.Redis;

/// <summary>Which dumps a server reads: what it would not start from is refused before anything is exchanged.</summary>
public sealed class RdbTests
{
    private const string Redis70 = "redis_version:7.0.15";
    private const string Redis80 = "redis_version:8.0.2";
    private const string Redis90 = "redis_version:9.1.0";
    private const string Valkey81 = "redis_version:7.2.4\nserver_name:valkey\nvalkey_version:8.1.1";
    private const string Valkey90 = "redis_version:7.2.4\nserver_name:valkey\nvalkey_version:9.0.0";

    [Theory]
    [InlineData("REDIS0010", Redis70, true)]
    [InlineData("REDIS0011", Redis70, false)]
    [InlineData("REDIS0012", Redis80, true)]
    [InlineData("REDIS0012", Valkey81, false)]
    [InlineData("REDIS0011", Valkey90, true)]
    [InlineData("REDIS0012", Valkey90, false)]
    [InlineData("REDIS0099", Redis90, true)]
    [InlineData("VALKEY080", Valkey90, true)]
    [InlineData("VALKEY080", Valkey81, false)]
    [InlineData("VALKEY080", Redis80, false)]
    [InlineData("VALKEY080", Redis90, false)]
    [InlineData("*3\r\n$3\r\nSET", Redis70, true)]
    public void A_server_reads_what_it_or_an_older_one_of_its_kind_wrote(string beginning, string server, bool isRead) =>
        Assert.Equal(isRead, Rdb.MayBeReadBy(RedisInfo.Parse(server), Encoding.ASCII.GetBytes(beginning)));
}
