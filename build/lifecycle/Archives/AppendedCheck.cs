using Lifecycle.Failures;
using Lifecycle.Redis;

namespace Lifecycle.Archives;

/// <summary>
/// Looks at what Redis would load while it is archived: Redis serves from its memory, and does not notice that it would not
/// start from what it has written. A full disk leaves such files: what Redis takes back of a write that was cut short is
/// reckoned from the wrong place after a rewrite, and fills the file with zeros (https://github.com/redis/redis/pull/14372).
/// </summary>
/// <param name="path">Of the file, in the archive.</param>
/// <param name="mayBeDump">A base may have the form of a dump, and so may a file that stands alone.</param>
/// <param name="standsAlone">Nothing follows behind its end.</param>
internal sealed class AppendedCheck(string path, bool mayBeDump, bool standsAlone = false)
{
    /// <summary>A dump ends with this mark, and a checksum of eight bytes, which Redis looks at when it loads it.</summary>
    private const byte EndOfDump = 0xFF;

    private readonly CommandScanner _scanner = new();
    private readonly byte[] _end = new byte[9];
    private bool? _isDump;

    /// <summary>One for each file that Redis loads; null for any other.</summary>
    public static AppendedCheck? Of(SnapshotHead snapshot, string path)
    {
        if (snapshot.AofManifest is not { } manifest)
        {
            return new AppendedCheck(path, mayBeDump: true, standsAlone: true);
        }

        return AofManifest.Parse(manifest).Loaded.FirstOrDefault(file => file.Name == Path.GetFileName(path)) is { } loaded
            ? new AppendedCheck(path, mayBeDump: loaded.Kind == AofFileKind.Base)
            : null;
    }

    /// <exception cref="LifecycleException">Redis would not load it.</exception>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        // REDIS, or VALKEY; a command begins with an asterisk, and a note with a hash.
        _isDump ??= mayBeDump && bytes is [(byte)'R' or (byte)'V', ..];
        if (_isDump.Value)
        {
            KeepEnd(bytes);
            return;
        }

        try
        {
            _scanner.Scan(bytes);
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(exception.Message, exception);
        }
    }

    /// <exception cref="LifecycleException">It ends within a command, or is a dump without an end.</exception>
    public void Complete()
    {
        // Behind a dump that an older Redis had written commands may follow; what an earlier version has restored is called .rdb all the same.
        if (_isDump == true && (standsAlone || path.EndsWith(".rdb", StringComparison.Ordinal)) && !IsRestoredWithCommands && _end[0] != EndOfDump)
        {
            throw Damaged("it is a dump, and has no end");
        }

        if (_scanner.Boundary != _scanner.Position)
        {
            throw Damaged($"a command, or a transaction, is cut at byte {_scanner.Boundary}");
        }
    }

    private bool IsRestoredWithCommands => Path.GetFileName(path).StartsWith("restored-", StringComparison.Ordinal) && _end is [.., (byte)'\r', (byte)'\n'];

    private void KeepEnd(ReadOnlySpan<byte> bytes)
    {
        var kept = Math.Min(bytes.Length, _end.Length);
        _end.AsSpan(kept).CopyTo(_end);
        bytes[^kept..].CopyTo(_end.AsSpan(_end.Length - kept));
    }

    private LifecycleException Damaged(string reason, Exception? cause = null) => new(
        $"{path} is damaged, and Redis would not start from it, or not with all of it: {reason}",
        $"It serves from its memory: have it write the file anew with {(standsAlone ? "BGSAVE" : "BGREWRITEAOF")}, then run this again",
        cause);
}
