using System.Globalization;
using Lifecycle.Shells;

namespace Lifecycle.Cluster.Exec;

/// <summary>
/// What is run in the container around a command. It ends the command and all its children at its limit, whether or not
/// anybody still listens. busybox' <c>timeout</c> would leave a process behind each time, which Redis, as the first process
/// of the container, never reaps.
/// </summary>
internal static class PodCommand
{
    // The command ends the timer, or the timer the command: both are children of this shell, which reaps them. KILL, because
    // whoever started this may have had it ignore another signal; what a shell says about that one is not for its user.
    private const string Bounded = """
        cd "$1" || exit
        limit=$2 mark=$3; shift 3
        exec 3<&0
        sleep "$limit" </dev/null >/dev/null 2>&1 3<&- & timer=$!
        setsid sh -c 'timer=$1; shift; "$@"; status=$?; kill -s KILL "$timer"; exit $status' sh "$timer" "$@" <&3 3<&- & job=$!
        wait "$timer" 2>/dev/null && echo "ended after $limit s, its limit" >&2 && kill -s KILL "-$job"
        wait "$job"; status=$?
        [ -n "$mark" ] && [ "$status" -ne 137 ] || exit "$status"

        """;

    // A server that has input left for a command which has ended resets the connection, and the exit status is lost with
    // it. So the rest is taken, and the status told by other means: at the end of both streams. Not that of a command that was
    // killed: it may have been because nobody reads, and this shell would block on the same pipe for ever.
    private const string Marked = """
        end=$(printf '%s%03d' "$mark" "$status")
        printf %s "$end"; printf %s "$end" >&2
        exec cat <&3 >/dev/null 2>&1
        """;

    /// <param name="command">What to run.</param>
    /// <param name="directory">Where.</param>
    /// <param name="mark">Put at the end of both streams, with the exit status; for a command with input.</param>
    public static IReadOnlyList<string> Wrap(Command command, string directory, string? mark) =>
    [
        "sh", "-c", Bounded + Marked, "sh",
        directory, command.Limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture), mark ?? "",
        "sh", "-c", command.Script, "sh", .. command.Arguments,
    ];
}
