using System.Formats.Tar;
using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Operations;

/// <summary>What can be wrong with an archive.</summary>
/// <param name="Name">In words.</param>
/// <param name="Inflict">Makes it of a whole one.</param>
/// <param name="Hidden">A checksum of its own goes with it: only what is inside gives it away.</param>
/// <param name="Promised">The checksum that was told beforehand.</param>
public sealed record ArchiveDamage(string Name, Func<byte[], byte[]> Inflict, bool Hidden = true, string? Promised = null)
{
    private const string Manifest = "file a seq 1 type b\n";

    public static TheoryData<ArchiveDamage> All =>
    [
        new ArchiveDamage("one flipped byte", whole => [.. whole[..(whole.Length / 2)], (byte)(whole[whole.Length / 2] ^ 1), .. whole[((whole.Length / 2) + 1)..]], Hidden: false),
        new ArchiveDamage("cut", whole => whole[..(whole.Length / 2)], Hidden: false),
        new ArchiveDamage("another checksum was promised", whole => whole, Promised: new string('0', 64)),
        new ArchiveDamage("empty", _ => []),
        new ArchiveDamage("not gzip", _ => [.. "this is no archive, whatever its name says"u8]),
        Packed("a path that leads out", TestArchives.File("../x", "1")),
        Packed("an absolute path", TestArchives.File("/tmp/x", "1")),
        Packed("a symbolic link", new PaxTarEntry(TarEntryType.SymbolicLink, "./appendonlydir") { LinkName = "/etc" }),
        Packed("a hard link", new PaxTarEntry(TarEntryType.HardLink, "./dump.rdb") { LinkName = "/etc/passwd" }),
        Packed("a device", new PaxTarEntry(TarEntryType.CharacterDevice, "./dump.rdb") { DeviceMajor = 1, DeviceMinor = 3 }),
        Packed("a file twice", TestArchives.File("./dump.rdb", "1"), TestArchives.File("dump.rdb", "2")),
        Packed("nothing of Redis", TestArchives.File("./readme", "1")),
        Packed("a file is missing", TestArchives.File("./appendonlydir/appendonly.aof.manifest", Manifest)),
        Packed("two manifests", TestArchives.File("./a/x.manifest", Manifest), TestArchives.File("./b/x.manifest", Manifest)),
    ];

    /// <summary>Writes the damaged archive, and its checksum beside it.</summary>
    public void Save(string whole, string path)
    {
        var damaged = Inflict(File.ReadAllBytes(whole));
        if (Hidden)
        {
            _ = TestArchives.Save(path, damaged);
            return;
        }

        File.WriteAllBytes(path, damaged);
        File.Copy($"{whole}.sha256", $"{path}.sha256");
    }

    public override string ToString() => Name;

    private static ArchiveDamage Packed(string name, params TarEntry[] entries) => new(name, _ => TestArchives.Tgz(entries));
}
