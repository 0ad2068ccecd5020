using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>
/// Whether there is nothing to lose: no keys, and on the volume nothing but what Redis makes at its very first start.
/// Redis 7 creates its append-only folder then, so an empty folder is no measure of it.
/// </summary>
internal static class Freshness
{
    // A first base holds no key: 88 bytes on Redis 7.0, a few more on later ones.
    private const string Look = """
        set -eu
        folder=$1 name=$2
        ls -A . | while read -r entry; do
            case $entry in "$folder"|lost+found|.redis-lifecycle) ;; *) echo "/data holds $entry"; exit 0;; esac
        done
        for file in "$folder"/*; do
            case ${file##*/} in
                "$name.manifest") ;;
                "$name.1.base."*) [ "$(stat -c %s "$file")" -lt 512 ] || { echo 'its append-only file holds earlier writes'; exit 0; } ;;
                "$name.1.incr.aof") [ ! -s "$file" ] || { echo 'its append-only file holds earlier writes'; exit 0; } ;;
                *) echo 'its append-only file holds earlier writes'; exit 0 ;;
            esac
        done
        """;

    /// <summary>Why this Redis is not fresh, or null where it is.</summary>
    public static async Task<string?> ContradictionAsync(RedisServer server, RedisLayout layout, CancellationToken cancellationToken)
    {
        var info = await server.GetInfoAsync(cancellationToken);
        if (!info.Keyspace.IsEmpty)
        {
            return $"it holds {Reporting.Text.Keys(info.Keyspace.Total)}";
        }

        var found = await server.Shell.ReadAsync(new Command(Look, layout.AofDirectory, layout.AofFileName), cancellationToken);
        return found.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
    }
}
