namespace Lifecycle.Redis;

/// <summary>
/// How a snapshot is made consistent. Writes are held back (<c>CLIENT PAUSE … WRITE</c>, which ends by itself) for as long
/// as it takes to link a handful of files, so what the links hold is exactly what INFO counts at that instant, and every
/// write acknowledged before it. Then the same command sends the files. No setting is changed: a killed run leaves a folder,
/// which the next one removes.
/// </summary>
internal static class SnapshotScripts
{
    private const string Begin = RedisConversation.Script + """
        set -eu
        mark=$1 scratch=$2 dump=$3 folder=$4 manifest=$5 loaded=''
        [ ! -e "$scratch" ] || rm -rf "$scratch"
        mkdir -p "$scratch/$folder"
        converse "$scratch/.redis-cli"

        """;

    // Redis replaces its manifest by rename, and deletes what it no longer lists only after that: where it still is the one
    // that was linked first, everything that it lists was linked too. Two commands, because the shell looks for the second
    // one's files before it starts it.
    // The buffer is waited for because Redis acknowledges writes up to two seconds before it hands them to the kernel
    // when an fsync is slow (flushAppendOnlyFile, appendfsync everysec).
    public const string AppendOnly = Begin + """
        trap 'tell "CLIENT UNPAUSE"; part' EXIT
        ask 'CLIENT PAUSE 10000 WRITE' 'INFO server persistence keyspace'
        info=$heard tries=0
        until case $heard in *aof_buffer_length:0*) ;; *) false ;; esac; do
            tries=$((tries + 1)); [ $tries -lt 300 ] || { echo 'Redis does not write its append-only file' >&2; exit 70; }
            sleep 0.01
            ask 'INFO persistence'
        done
        ln "$folder/$manifest" "$scratch/$folder/" 2>/dev/null || :
        ln "$folder"/* "$scratch/$folder/" 2>/dev/null || :
        if [ ! "$folder/$manifest" -ef "$scratch/$folder/$manifest" ]; then
            [ "$(stat -L -c %d "$folder")" = "$(stat -c %d .)" ] || { echo "$folder lies on another file system than the data directory, and links do not reach there" >&2; exit 70; }
            exit 75
        fi
        [ ! -f "$dump" ] || ln "$dump" "$scratch/" || :
        sizes=$(stat -c %s -- "$scratch/$folder"/*)
        [ ! -f "$scratch/$dump" ] || sizes="$sizes $(stat -c %s -- "$scratch/$dump")"
        tell 'CLIENT UNPAUSE'; trap - EXIT; part
        loaded=/
        while IFS= read -r line; do
            case $line in *[\"\\]*) loaded=''; break ;; esac
            case ${line##* seq } in *' type '[bi]|*' type '[bi]' '*) line=${line#file }; loaded=$loaded${line% seq *}/ ;; esac
        done <"$scratch/$folder/$manifest"

        """ + Send;

    // INFO's counts are those of the fork, because no write comes between the two.
    public const string Dump = Begin + """
        trap part EXIT
        await_end() { while ask 'INFO persistence'; do case $heard in *_in_progress:1*) sleep 0.2 ;; *) return ;; esac; done; }
        await_end
        ask 'CLIENT PAUSE 10000 WRITE' 'INFO server keyspace' BGSAVE 'CLIENT UNPAUSE'
        info=$heard
        case $info in *'Background saving started'*) ;; *) echo 'Redis does not begin a BGSAVE' >&2; exit 70 ;; esac
        await_end
        case $heard in *rdb_last_bgsave_status:ok*) ;; *) echo 'BGSAVE failed' >&2; exit 70 ;; esac
        trap - EXIT; part
        ln "$dump" "$scratch/"
        sizes=$(stat -c %s -- "$scratch/$dump")

        """ + Send;

    // Files that the manifest does not load, of a rewrite under way or just over, stay behind; where it quotes a name, no
    // name is looked for in it. The rest go in blocks large enough to be cheap in a pod with a quarter of a core (busybox'
    // head -c reads byte by byte), each cut to what it was at the snapshot's instant.
    private const string Send = """
        data=$PWD; cd "$scratch"
        wanted() {
            case ${1##*/} in temp*) return 1 ;; "$manifest"|"$dump") return 0 ;; esac
            case $loaded in ''|*/"${1##*/}"/*) ;; *) return 1 ;; esac
        }
        offer() { for size in $sizes; do if wanted "$1"; then printf '%s ./%s\n' "$size" "$1"; else rm -f "$1"; fi; shift; done; }
        copy() {
            { [ "$2" -lt 1048576 ] || dd bs=1048576 count=$(($2 / 1048576)); [ $(($2 % 1048576)) -eq 0 ] || dd bs=$(($2 % 1048576)) count=1; } <"$1" 2>/dev/null
        }
        send() { for size in $sizes; do [ ! -e "$1" ] || copy "$1" "$size"; shift; done; }
        next() { printf '\n%s\n' "$mark"; }
        if [ "$folder" = . ]; then set -- "$dump"; else set -- "$folder"/*; [ ! -f "$dump" ] || set -- "$@" "$dump"; fi
        printf '%s' "$info"; next
        offer "$@"; next
        cat "$folder/$manifest" 2>/dev/null || :; next
        send "$@"
        cd "$data"; rm -rf "$scratch"; rmdir "${scratch%/*}" 2>/dev/null || :
        """;
}
