namespace Lifecycle.Redis;

/// <summary>
/// Several commands, and decisions between them, with one redis-cli: in a pod with a quarter of a core each start of it
/// takes a tenth of a second, and for as long would writes be held back.
/// </summary>
internal static class RedisConversation
{
    // For a script that has put something into $mark which no answer holds. redis-cli says on its standard error that it
    // cannot reach Redis, and reads on: so that is listened to as well. It ends when the script has closed its input,
    // however that comes about, and is waited for: as the first process of a container Redis reaps nobody.
    public const string Script = $$"""
        converse() {
            [ ! -e "$1" ] || rm -rf "$1"
            mkdir -p "$1"; mkfifo "$1/ask" "$1/answer"
            { exec {{RedisServer.Program}}; } <"$1/ask" >"$1/answer" 2>&1 & cli=$!
            exec 4>"$1/ask" 5<"$1/answer"
        }
        tell() { printf '%s\n' "$@" >&4; }
        ask() {
            tell "$@" "ECHO \"$mark\""
            heard=''
            while IFS= read -r line <&5; do
                case $line in "$mark") return ;; 'Could not connect'*|'Error: '*) break ;; esac
                heard="$heard$line
        "
            done
            echo "${line:-Redis does not answer}" >&2; exit 70
        }
        part() { exec 4>&- 5<&-; wait "$cli" || :; }

        """;
}
