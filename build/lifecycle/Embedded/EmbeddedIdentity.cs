using System.Security.Cryptography;
using Lifecycle.Stores;

namespace Lifecycle.Embedded;

/// <summary>What a backup of an embedded Redis is said to be of: this machine, and a number drawn for its data.</summary>
internal static class EmbeddedIdentity
{
    private const int IdLength = 8;

    public static async Task<Owner> FindAsync(EmbeddedFolders folders, CancellationToken cancellationToken) =>
        new($"embedded.{Sanitise(Environment.MachineName)}", folders.HoldData ? await ReadAsync(folders.IdFile, cancellationToken) : Forget(folders.IdFile));

    /// <summary>Letters, digits and dashes, as a host name has them.</summary>
    public static string Sanitise(string machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        var name = new string([.. machine.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-')]).Trim('-');
        return name.Length > 0 ? name : "machine";
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (File.Exists(file) && (await File.ReadAllTextAsync(file, cancellationToken)).Trim() is { Length: IdLength } known)
        {
            return known;
        }

        var id = RandomNumberGenerator.GetHexString(IdLength, lowercase: true);
        await File.WriteAllTextAsync(file, id, cancellationToken);
        return id;
    }

    // Somebody has removed the data by hand: what comes in its place is another's.
    private static string? Forget(string file)
    {
        File.Delete(file);
        return null;
    }
}
