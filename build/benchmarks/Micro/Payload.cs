using Lifecycle.Benchmarks.Servers;

namespace Lifecycle.Benchmarks.Micro;

/// <summary>Content like that of an append-only file.</summary>
internal static class Payload
{
    public static byte[] OfSize(int bytes)
    {
        var records = new EventRecords(seed: 1);
        using var content = new MemoryStream(bytes + 4096);
        while (content.Length < bytes)
        {
            content.Write(records.Next());
        }

        return content.ToArray()[..bytes];
    }
}
