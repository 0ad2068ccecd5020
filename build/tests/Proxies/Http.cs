using System.Globalization;
using System.Text;

namespace Lifecycle.Tests.Proxies;

/// <summary>As much of HTTP/1.1 as a proxy of tests needs.</summary>
internal static class Http
{
    public const int BlockSize = 64 * 1024;

    private const string Expectation = "\r\nExpect: 100-continue\r\n";

    /// <returns>A head, empty where the other side has hung up, and what came along behind it.</returns>
    public static async Task<(string Head, byte[] Begun)> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[BlockSize];
        for (var filled = 0; ;)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            filled += count;
            var end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return (Encoding.Latin1.GetString(buffer, 0, end + 4), buffer[(end + 4)..filled]);
            }

            if (count == 0)
            {
                return filled == buffer.Length ? throw new InvalidDataException($"a head of more than {BlockSize} bytes: proxies that people run take less") : ("", []);
            }
        }
    }

    public static bool ExpectsContinue(string head) => head.Contains(Expectation, StringComparison.OrdinalIgnoreCase);

    // One request a connection keeps this simple, and the server drops the connection after its answer.
    public static string Rewrite(string head) => head
        .Replace(Expectation, "\r\n", StringComparison.OrdinalIgnoreCase)
        .Insert(head.IndexOf("\r\n", StringComparison.Ordinal) + 2, "Connection: close\r\n");

    public static long ContentLength(string head)
    {
        const string Name = "\r\ncontent-length:";
        var start = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length;
        return start < Name.Length ? 0 : long.Parse(head[start..head.IndexOf('\r', start)], CultureInfo.InvariantCulture);
    }

    public static string Answer(ProxiedRequest request, WireFault fault)
    {
        var body = request.Method == "HEAD" ? "" : $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{fault.Code}</Code><Message></Message><RequestId>1</RequestId></Error>";
        return $"HTTP/1.1 {fault.Status} Fault\r\nConnection: close\r\nContent-Type: application/xml\r\n{fault.Headers}Content-Length: {body.Length}\r\n\r\n{body}";
    }
}
