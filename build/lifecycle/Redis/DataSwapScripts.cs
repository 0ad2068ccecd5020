namespace Lifecycle.Redis;

/// <summary>What <see cref="DataSwap"/> runs where the volume is. Each leaves the volume loadable wherever it is cut.</summary>
internal static class DataSwapScripts
{
    // Puts a file's content on disk before anything relies on it. An older busybox syncs everything instead. The journal,
    // $1 and $2 of every step, comes first: a step that was cut short is known by it. Where there is no room for a first one,
    // nothing has begun, and nothing is left.
    private const string Enter = """
        set -eu
        durable() { sync "$@" 2>/dev/null || sync; }
        folder=${1%/*}
        mkdir -p "$folder"
        { printf '%s' "$2" > "$1.new" && durable "$1.new" && mv -f "$1.new" "$1"; } || {
            rm -f "$1.new"
            [ -e "$1" ] || { rm -rf "$folder"; rmdir "${folder%/*}" 2>/dev/null; }
            exit 70
        }
        durable "$folder"
        shift 2

        """;

    // Over an exec without half-close only its length ends the input: each file takes as many bytes as were announced, in
    // blocks large enough to be cheap in a pod with a quarter of a core.
    public const string Stage = Enter + """
        rm -rf "$1"; mkdir -p "$1"
        owner=$(stat -c '%u:%g' .)
        cd "$1"; shift
        take() {
            [ "$1" -lt 1048576 ] || dd bs=1048576 count=$(($1 / 1048576)) iflag=fullblock status=none
            [ $(($1 % 1048576)) -eq 0 ] || dd bs=$(($1 % 1048576)) count=1 iflag=fullblock status=none
        }
        while [ $# -gt 0 ]; do take "$2" >"$1"; shift 2; done
        chown -R "$owner" . 2>/dev/null || :
        stat -c '%s %n' -- *
        """;

    // A rewrite between reading the manifest and replacing it would be undone, and a Redis that has restarted meanwhile be
    // taken for the one that comes after: hence the comparisons. A rewrite after it
    // writes Redis' own manifest over ours: then the old data is what restarts, whole, and the caller finds that out.
    public const string Switch = RedisConversation.Script + Enter + """
        restore=$1 folder=$2 manifest=$3 seen=$4 next=$5 run=$6 fresh=$7 mark=$8
        mkdir -p "$folder"
        if [ -n "$run" ]; then
            converse "$restore/.redis-cli"; trap part EXIT
            ask 'INFO server'
            case $heard in *"run_id:$run"*) ;; *) exit 75 ;; esac
        fi
        current=$(cat "$folder/$manifest" 2>/dev/null || :)
        [ "$current" = "$seen" ] || exit 75
        printf '%s\n' "$next" > "$restore/next.manifest"
        [ ! -f "$folder/$manifest" ] || cp -p "$folder/$manifest" "$restore/previous.manifest"
        for file in "$restore"/files/*; do
            [ -e "$file" ] || continue
            [ ! -e "$folder/${file##*/}" ] || { echo "$folder/${file##*/} is there already" >&2; exit 70; }
            durable "$file"; mv "$file" "$folder/"
        done
        chown "$(stat -c '%u:%g' .)" "$restore/next.manifest" 2>/dev/null || :
        durable "$restore"/*.manifest "$restore" "$folder"
        if [ "$fresh" = yes ]; then
            ask 'CLIENT PAUSE 30000 WRITE' 'INFO keyspace'
            case $heard in *:keys=*) tell 'CLIENT UNPAUSE'; exit 76 ;; esac
        fi
        current=$(cat "$folder/$manifest" 2>/dev/null || :)
        [ "$current" = "$seen" ] || { [ "$fresh" = no ] || tell 'CLIENT UNPAUSE'; exit 75; }
        mv -f "$restore/next.manifest" "$folder/$manifest"
        durable "$folder"
        [ -z "$run" ] || tell 'SHUTDOWN NOSAVE NOW FORCE'
        """;

    public const string SwitchBack = RedisServer.Cli + Enter + """
        previous=$1 folder=$2 manifest=$3 online=$4
        if [ -f "$previous" ]; then mv -f "$previous" "$folder/$manifest"; else rm -f "$folder/$manifest"; fi
        durable "$folder"
        [ "$online" = no ] || redis SHUTDOWN NOSAVE NOW FORCE || :
        """;

    // The files go first and the journal's folder last: an interrupted removal is taken up again.
    public const string Remove = """
        scratch=$1 restore=$2; shift 2
        rm -f -- "$@"; rm -rf "$restore"; rmdir "$scratch" 2>/dev/null || :

        """;

    // A pause that cannot be ended ends by itself.
    public const string Finish = RedisServer.Cli + Enter + Remove + "redis CLIENT UNPAUSE >/dev/null || :";
}
