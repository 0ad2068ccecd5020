using System.Runtime.CompilerServices;
using Lifecycle.Redis;

namespace Lifecycle.Tests.Redis;

/// <summary>Logs as the servers have written them, each started on data or settings that it cannot use.</summary>
public sealed class LastWordsTests
{
    private static readonly (string Log, string Words)[] Expected =
    [
        ("bad-base", "Bad file format reading the append only file appendonly.aof.1.base.rdb"),
        ("bad-incr", "Bad file format reading the append only file appendonly.aof.1.incr.aof"),
        ("bad-dump", "Wrong signature trying to load DB from file"),
        ("bad-manifest", "FATAL AOF MANIFEST FILE ERROR Reading the manifest file, at line 1 >>> 'file appendonly.aof.1.base.rdb seq 1 type q' Unknown AOF file type"),
        ("bad-setting", "FATAL CONFIG FILE ERROR"),
        ("future-dump", "Can't handle RDB format version 99"),
        ("missing-file", "Unable to obtain the AOF file appendonly.aof.1.incr.aof length"),
        ("no-folder", "Can't open or create append-only dir appendonlydir: Not a directory"),
        ("truncated", "Unexpected end of file reading the append only file appendonly.aof.1.incr.aof"),
    ];

    // What servers say at each start, on a machine that is not set up for them.
    private const string Advice = """
        1:M 07 Feb 2026 11:41:00.120 # WARNING: The TCP backlog setting of 511 cannot be enforced because /proc/sys/net/core/somaxconn is set to the lower value of 128.
        1:M 07 Feb 2026 11:41:00.121 # WARNING Memory overcommit must be enabled! Without it, a background save or replication may fail under low memory condition.
        """;

    public static TheoryData<string, string, string> Logs
    {
        get
        {
            var logs = new TheoryData<string, string, string>();
            foreach (var server in new[] { "redis-7.0", "redis-8.0", "valkey-8.1" })
            {
                foreach (var (log, words) in Expected)
                {
                    logs.Add(server, log, words);
                }
            }

            return logs;
        }
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void The_line_that_says_why_is_found(string server, string log, string words)
    {
        Assert.StartsWith(words, LastWords.Of(Read(server, log)), StringComparison.Ordinal);
        Assert.StartsWith(words, LastWords.Of($"{Advice}\n{Read(server, log)}\n{Advice}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis-7.0")]
    [InlineData("redis-8.0")]
    [InlineData("valkey-8.1")]
    public void A_setting_that_is_refused_is_named_with_its_value_and_why(string server) =>
        Assert.EndsWith("""line 5 >>> 'maxmemory "banana"' argument must be a memory value""", LastWords.Of(Read(server, "bad-setting")), StringComparison.Ordinal);

    [Fact]
    public void A_warning_that_is_said_at_each_start_is_no_reason() =>
        Assert.Equal("Ready to accept connections tcp", LastWords.Of($"{Advice}\n1:M 07 Feb 2026 11:41:00.123 * Ready to accept connections tcp\n"));

    [Fact]
    public void An_empty_log_is_said_to_be_empty() => Assert.Equal("its log is empty", LastWords.Of("\n"));

    private static string Read(string server, string log, [CallerFilePath] string thisFile = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(thisFile)!, "Logs", $"{server}.txt")).Split("==> ").Single(each => each.StartsWith($"{log} <==", StringComparison.Ordinal)).Split("<==\n")[1];
}
