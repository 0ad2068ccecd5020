using System.Text;
using Lifecycle.Archives;

namespace Lifecycle.Tests.Faults;

/// <summary>
/// Bytes flipped, numbers and names made odd, parts cut out, doubled and exchanged, files made links, devices and holes.
/// Every other header of a tar gets its checksum set right again, or nothing behind the checksum would ever be reached.
/// </summary>
internal static class Mutation
{
    private const int TypeOffset = 156;

    // Files, hard and symbolic links, devices, folders, pipes, pax and GNU extensions, sparse files.
    private const string Types = "\00123456789xgLKSVMD";

    public static byte[] Of(byte[] sound, Random random)
    {
        var bytes = sound.ToList();
        for (var mutation = random.Next(1, 6); mutation > 0; mutation--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 700), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 700), bytes.Count - at)));
                    break;
                case 4:
                    bytes[Math.Min(at / TarHeader.BlockSize * TarHeader.BlockSize, bytes.Count - 1)] = (byte)"./\\ \n~"[random.Next(6)];
                    break;
                default:
                    bytes[Math.Min((at / TarHeader.BlockSize * TarHeader.BlockSize) + TypeOffset, bytes.Count - 1)] = (byte)Types[random.Next(Types.Length)];
                    break;
            }

            if (bytes.Count == 0)
            {
                return [];
            }
        }

        return random.Next(2) == 0 ? FixChecksums([.. bytes]) : [.. bytes];
    }

    private static byte[] FixChecksums(byte[] tar)
    {
        for (var offset = 0; offset + TarHeader.BlockSize <= tar.Length; offset += TarHeader.BlockSize)
        {
            var block = tar.AsSpan(offset, TarHeader.BlockSize);
            if (block.Slice(257, 5).SequenceEqual("ustar"u8))
            {
                block.Slice(148, 8).Fill((byte)' ');
                var sum = 0;
                foreach (var value in block)
                {
                    sum += value;
                }

                _ = Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ", block.Slice(148, 8));
            }
        }

        return tar;
    }
}
