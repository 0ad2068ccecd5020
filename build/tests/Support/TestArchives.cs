using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Lifecycle.Tests.Support;

/// <summary>Archives as somebody else's tar would write them.</summary>
internal static class TestArchives
{
    public static byte[] Tgz(params TarEntry[] entries)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }

    public static TarEntry File(string name, string content = "") =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    /// <summary>Writes an archive and the checksum that its bytes have.</summary>
    public static string Save(string path, byte[] archive)
    {
        System.IO.File.WriteAllBytes(path, archive);
        System.IO.File.WriteAllText($"{path}.sha256", $"{Convert.ToHexStringLower(SHA256.HashData(archive))}  {Path.GetFileName(path)}\n");
        return path;
    }
}
