using System.Globalization;
using Lifecycle.Shells;

namespace Lifecycle.Redis;

/// <summary>
/// What a Redis and its volume are like at one moment, asked with one command: each costs a pod with a quarter of a core a
/// tenth of a second.
/// </summary>
/// <param name="Info">The answer to INFO.</param>
/// <param name="Layout">Where it keeps its files.</param>
/// <param name="NotFresh">Why there is something to lose, or null where there is nothing.</param>
/// <param name="FreeBytes">Room on the volume.</param>
/// <param name="Manifest">The append-only manifest in force, as it is written there; empty where there is none.</param>
/// <param name="KeptManifest">The one that an interrupted restore has kept; empty where there is none.</param>
/// <param name="Journal">What an interrupted restore has left, or null.</param>
/// <param name="HasScratch">There is a scratch folder: somebody is at work, or was killed.</param>
public sealed record Survey(RedisInfo Info, RedisLayout Layout, string? NotFresh, long FreeBytes, string Manifest, string KeptManifest, RestoreJournal? Journal, bool HasScratch)
{
    // A first base holds no key: 88 bytes on Redis 7.0, a few more on later ones. And Redis 7 creates its append-only folder
    // at its very first start, so an empty folder is no measure of a fresh one.
    // Where writes are held back, Redis has just started: while it loads it is asked from within the pod, for ten seconds,
    // because what a command takes to start is taken from the loading.
    private const string Look = RedisServer.Cli + """
        set -eu
        mark=$1 pause=$2 restore=$3 folder='' name=''
        look() {
            answer=$({ [ "$pause" = no ] || echo "CLIENT PAUSE $pause WRITE"; printf 'INFO\nECHO "%s"\nCONFIG GET append* db*\n' "$mark"; } | redis)
            case $answer in *redis_version:*) ;; *) [ -z "$answer" ] || printf '%s\n' "$answer" >&2; exit 1 ;; esac
        }
        look
        case "$pause $answer" in
            no*) ;;
            *loading:1*) redis -r 40 -i 0.25 INFO persistence | grep -q '^loading:0' || :; look ;;
        esac
        settings=${answer#*"$mark"}
        while IFS= read -r setting && IFS= read -r value; do
            case $setting in appenddirname) folder=$value ;; appendfilename) name=$value ;; esac
        done <<END
        ${settings#?}
        END
        show() { [ ! -f "$1" ] || cat "$1"; }
        next() { printf '\n%s\n' "$mark"; }
        printf '%s' "$answer"
        next; df -Pk .
        next; show "$folder/$name.manifest"
        next; show "$restore/previous.manifest"
        next; show "$restore/journal.json"
        next; [ ! -e "${restore%/*}" ] || echo yes
        next
        case $answer in *:keys=*) exit ;; esac
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

    private const int Sections = 8;

    // Long enough to compare what was loaded and to drop what it replaces; it ends by itself should nobody come to end it.
    private const string PauseMilliseconds = "15000";

    /// <summary>What Redis loads when it starts next; null where there is no manifest, or one that it could not read either.</summary>
    public AofManifest? InForce => AofManifest.TryParse(Manifest);

    /// <param name="shell">Beside Redis.</param>
    /// <param name="pauseWrites">Hold writes back from now on, for seconds, so that what is counted is what was loaded.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ShellException">Redis cannot be asked.</exception>
    /// <exception cref="LifecycleException">It is older than 7, or an interrupted restore has left what cannot be read.</exception>
    public static async Task<Survey> TakeAsync(IShell shell, bool pauseWrites, CancellationToken cancellationToken) =>
        await TryTakeAsync(shell, pauseWrites, cancellationToken) is (var survey, var exit)
            ? survey ?? throw new ShellException($"{shell.Name}: {exit.Reason}")
            : throw new ShellException($"{shell.Name} says nothing");

    /// <summary>Null, with the reason, where Redis does not answer.</summary>
    public static async Task<(Survey? Survey, Exit Exit)> TryTakeAsync(IShell shell, bool pauseWrites, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shell);
        var mark = ShellMark.New();
        var (exit, text) = await shell.TryReadAsync(new Command(Look, mark, pauseWrites ? PauseMilliseconds : "no", Scratch.Restore), cancellationToken);
        return (exit.Succeeded ? Parse(text.Split($"\n{mark}\n"), shell) : null, exit);
    }

    private static Survey Parse(string[] sections, IShell shell)
    {
        if (sections.Length != Sections)
        {
            throw new ShellException($"{shell.Name}: the answer about Redis ends early");
        }

        var space = sections[2].Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var info = RedisInfo.Parse(sections[0]);
        return new Survey(
            info,
            RedisLayout.Parse(sections[1], shell.Name),
            info.Keyspace.IsEmpty ? FirstLine(sections[7]) : $"it holds {Reporting.Text.Keys(info.Keyspace.Total)}",
            long.Parse(space[3], CultureInfo.InvariantCulture) * 1024,
            sections[3].TrimEnd('\n'),
            sections[4].TrimEnd('\n'),
            RestoreJournal.Find(sections[5], shell.Name),
            sections[6].Length > 0);
    }

    private static string? FirstLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
}
