using System.Globalization;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>The file system under the data directory.</summary>
internal static class Volume
{
    // POSIX' own form of df: one line, sizes in units of 1024 bytes.
    private const string FreeSpace = """df -Pk . | { read -r _; read -r _ size _ free _; echo "$size $free"; }""";

    public static async Task<(long Size, long Free)> GetSpaceAsync(IShell shell, CancellationToken cancellationToken)
    {
        var numbers = (await shell.ReadAsync(new Command(FreeSpace), cancellationToken)).Split(' ');
        return (Kibibytes(numbers[0]), Kibibytes(numbers[1]));
    }

    private static long Kibibytes(string number) => long.Parse(number, CultureInfo.InvariantCulture) * 1024;
}
