using System.Globalization;
using System.Text;
using Lifecycle.Embedded;
using Lifecycle.Redis;
using Lifecycle.Tests.Faults;

namespace Lifecycle.Tests.Redis;

/// <summary>Where a log may be cut.</summary>
public sealed class CommandScannerTests
{
    [Fact]
    public void However_it_comes_in_pieces_the_commands_and_where_they_end_are_the_same()
    {
        var random = new Random(17);
        for (var round = 0; round < 300; round++)
        {
            var (bytes, boundaries, commands) = Sample(random);
            var found = new List<AppendedCommand>();
            var scanner = new CommandScanner(found.Add);
            var seen = new HashSet<long>();
            for (var at = 0; at < bytes.Length;)
            {
                var length = Math.Min(bytes.Length - at, 1 + random.Next(random.Next(2) == 0 ? 3 : 200));
                scanner.Scan(bytes.AsSpan(at, length));
                at += length;
                Assert.Equal(boundaries.Last(boundary => boundary <= at), scanner.Boundary);
                _ = seen.Add(scanner.Boundary);
            }

            Assert.Equal(bytes.Length, scanner.Position);
            Assert.Equal(commands, found.Select(command => (command.At, command.Name)));
            Assert.Subset(boundaries.ToHashSet(), seen);
        }
    }

    [Fact]
    public void A_command_in_a_transaction_tells_where_that_begins_and_its_database()
    {
        var found = new List<AppendedCommand>();
        var text = SampleData.Encode("SELECT", "3") + SampleData.Encode("SET", "a", "1") + SampleData.Encode("MULTI") + SampleData.Encode("FLUSHALL") + SampleData.Encode("EXEC");

        new CommandScanner(found.Add).Scan(Encoding.ASCII.GetBytes(text));

        var flush = found[1];
        Assert.Equal((text.IndexOf("*1\r\n$5\r\nMULTI", StringComparison.Ordinal), 3, long.MaxValue), (flush.Transaction, flush.Database, flush.Removes));
        Assert.True(flush.At > flush.Transaction);
    }

    [Theory]
    [InlineData("hello\r\n")]
    [InlineData("*0\r\n")]
    [InlineData("*-1\r\n")]
    [InlineData("*1\r\n:5\r\n")]
    [InlineData("*1\r\n$3\r\nGETxx")]
    [InlineData("*1\r\n$99999999999999999999\r\n")]
    [InlineData("*1\r\n$4\r\nEXEC\r\n")]
    [InlineData("*1\r\n$5\r\nMULTI\r\n*1\r\n$5\r\nMULTI\r\n")]
    [InlineData("*2\r\n$6\r\nSELECT\r\n$1\r\nx\r\n")]
    [InlineData("*00000000000000000000000000000000001\r\n")]
    public void What_is_no_append_only_file_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => new CommandScanner().Scan(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Whatever_comes_it_is_read_or_refused_in_words()
    {
        var random = new Random(19);
        var (read, refused) = (0, 0);
        for (var input = 0; input < 20_000; input++)
        {
            try
            {
                var scanner = new CommandScanner();
                scanner.Scan(Mutation.Of(Sample(random).Bytes, random));
                Assert.InRange(scanner.Boundary, 0, scanner.Position);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(read > 0 && refused > 0, "one kind only: the mutations test nothing");
    }

    [Fact]
    public void A_value_larger_than_any_memory_is_passed_over()
    {
        var scanner = new CommandScanner();
        scanner.Scan("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5368709120\r\n"u8);
        var block = new byte[1024 * 1024];
        for (var sent = 0; sent < 5 * 1024; sent++)
        {
            scanner.Scan(block);
        }

        Assert.Equal(0, scanner.Boundary);
        scanner.Scan("\r\n"u8);
        Assert.Equal(scanner.Position, scanner.Boundary);
    }

    private static (byte[] Bytes, List<long> Boundaries, List<(long At, string Name)> Commands) Sample(Random random)
    {
        using var bytes = new MemoryStream();
        var boundaries = new List<long> { 0 };
        var commands = new List<(long At, string Name)>();
        var inTransaction = false;
        for (var index = 0; index < 30; index++)
        {
            var kind = random.Next(8);
            if (kind == 0)
            {
                bytes.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"#TS:{random.Next()}\r\n")));
            }
            else if (kind == 1)
            {
                bytes.Write(Encoding.ASCII.GetBytes(SampleData.Encode(inTransaction ? "EXEC" : "MULTI")));
                inTransaction = !inTransaction;
            }
            else if (kind == 2)
            {
                bytes.Write(Encoding.ASCII.GetBytes(SampleData.Encode("SELECT", "1")));
            }
            else
            {
                commands.Add((bytes.Position, "SET"));
                var value = new byte[random.Next(kind == 3 ? 2000 : 20)];
                random.NextBytes(value);
                bytes.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"*3\r\n$3\r\nset\r\n$1\r\nk\r\n${value.Length}\r\n")));
                bytes.Write(value);
                bytes.Write("\r\n"u8);
            }

            if (!inTransaction)
            {
                boundaries.Add(bytes.Position);
            }
        }

        return (bytes.ToArray(), boundaries, commands);
    }
}
