#!/bin/sh
# shellcheck shell=dash
# The volume agent: everything that runs beside the data of a Redis, on its volume. The tool sends it with each command;
# by hand it does the same:  kubectl exec -i redis-0 -- sh -s -- survey < redis-volume.sh
usage() {
    cat <<'END'
usage: redis-volume.sh [--dir FOLDER] [--journal TEXT] [--stopped] [--user NAME] [--auth] [--settings TEXT] VERB [WORD ...]

  survey [check] [MS]        what Redis and its volume are like; whether it may be restored; hold writes back so long
  snapshot                   the data at one instant: what it is, then its bytes
  capture                    a survey; then a snapshot, where the next line of standard input is "snapshot"
  release                    end a snapshot that nobody reads any more, and remove what it left
  follow SEQUENCE OFFSET     an increment of the append-only file as it grows, and those after it: each line of standard input
                             asks for as many bytes at most, is to "skip N" of them, goes on to the "next" increment, also
                             where it does not continue this one ("pass"), or has Redis asked to "check" that it still
                             writes them
  stage FOLDER NAME DUMP MODE [FILE SIZE ...]
                             write files from standard input beside the data; the rest as survey tells the layout
  switch SEEN NEXT RUN FRESH make the staged files what Redis loads next, and end it
  back [end|as] [RUN]        make the previous files that again; end: end Redis, which serves the staged ones; only this run
  confirm MS                 a survey, and writes held back so long; then finish, where the next line of standard input is its
                             journal
  finish                     drop the previous files, once Redis serves the staged ones
  note                       only put the journal on disk
  discard [MANIFEST DUMP]    drop the staged files, once Redis serves the previous ones; only where it is as survey told
  sample N                   read the values of N keys of each database
  end                        end Redis without a save
  resume                     let writes through
  call WORD ...              one command of redis-cli
  serve WORD ...             start a server for a drill: the settings, without who may ask it and where, and these arguments

Run it in the folder where the volume is mounted; --stopped says that no Redis runs on it.
Where Redis listens is found in REDIS_SOCKET, a Unix socket, in --settings, lines of a configuration file, or else in how the
container's first process was started. The password is the first of these that Redis accepts: the first line of standard
input, with --auth; REDISCLI_AUTH, REDIS_PASSWORD, VALKEY_PASSWORD; the files that REDIS_PASSWORD_FILE and
VALKEY_PASSWORD_FILE name; requirepass in the configuration. --user names an ACL user.
An answer is sections: a line with name and length, that many bytes, and a line end.
Exit status: 0 done, 64 misused, 70 failed, 75 changed meanwhile, 76 not fresh, 77 Redis refuses, 78 data is out of reach,
79 Redis is too old, 80 Redis does not accept who asks, 81 a certificate is not accepted.
END
}

set -eu; unset CDPATH
LC_ALL=C; export LC_ALL # lengths are in bytes
misused=64 failed=70 changed=75 unfresh=76 refused=77 elsewhere=78 outdated=79 denied=80 untrusted=81
scratch=.redis-lifecycle; snapshot=$scratch/snapshot restore=$scratch/restore gone=$scratch/gone
nl='
'

fail() { status=$1; shift; printf '%s\n' "$*" >&2; exit "$status"; }
emit() { printf '%s %s\n%s\n' "$1" "${#2}" "$2"; }
# Read here: a program that is started for it costs more than a small file has bytes.
text() { # a file's, in $text
    text=
    [ ! -f "$1" ] || while IFS= read -r line || [ -n "$line" ]; do text=$text$line$nl; done <"$1" || :
    while [ "$text" != "${text%"$nl"}" ]; do text=${text%"$nl"}; done
}

# --- Where Redis is, and who asks -----------------------------------------------------------------------------------

user='' auth='' given='' client=redis-cli
socket='' plain_port=6379 tls_port=0 address=127.0.0.1
certificate='' key='' own_certificate='' own_key='' authority='' authorities='' required=''

# Before anything is asked. A socket is preferred to a port, and a port to TLS: all of them lead to the same Redis.
reach() {
    command -v "$client" >/dev/null || client=valkey-cli
    of_image
    if [ -n "$given" ]; then
        configure <<END
$given
END
    else
        of_process
    fi
    if [ -n "${REDIS_SOCKET-}" ]; then socket=$REDIS_SOCKET
    elif [ ! -S "$socket" ] && [ "$plain_port$tls_port" != 00 ]; then socket=''; fi
    [ -n "$authority$authorities" ] || authority=$certificate
    identify
}

# Settings as a configuration file has them; the last one counts, and a $(NAME) is for the container's environment to say.
configure() {
    while read -r name value || [ -n "$name" ]; do
        value=${value%[[:cntrl:]]}
        case $value in \"*\"|\'*\') value=${value#?} value=${value%?} ;; esac
        # shellcheck disable=SC2016 # as manifests write it
        case $value in '$('*')') value=${value#??} value=${value%?}; case $value in [0-9]*|*[!A-Za-z0-9_]*) value='' ;; *) eval "value=\${$value-}" ;; esac ;; esac
        case $name in
            include) for file in $value; do [ ! -r "$file" ] || configure <"$file"; done ;;
            port) plain_port=${value:-0} ;;
            tls-port) tls_port=${value:-0} ;;
            unixsocket) socket=$value ;;
            bind) case " $value " in *' 127.0.0.1 '*|*' -127.0.0.1 '*|*' 0.0.0.0 '*|*\**) ;; *) address=${value%% *} address=${address#-} ;; esac ;;
            tls-cert-file) certificate=$value ;;
            tls-key-file) key=$value ;;
            tls-client-cert-file) own_certificate=$value ;;
            tls-client-key-file) own_key=$value ;;
            tls-ca-cert-file) authority=$value ;;
            tls-ca-cert-dir) authorities=$value ;;
            requirepass) required=$value ;;
            dir|appendonly|appenddirname|appendfilename|dbfilename) eval "set_$name=\$value" ;;
        esac
    done
}

# Bitnami's images take their settings from the environment, and write them where their server looks. A cluster has addresses
# in variables of these names, for a Service that is called redis.
of_image() {
    number=${REDIS_PORT_NUMBER:-${VALKEY_PORT_NUMBER:-${REDIS_PORT-}}}; digits; plain_port=$number
    case ${REDIS_TLS_ENABLED:-${VALKEY_TLS_ENABLED-}} in
        yes|true) number=${REDIS_TLS_PORT_NUMBER:-${VALKEY_TLS_PORT_NUMBER:-${REDIS_TLS_PORT-}}}; digits; tls_port=${number:-6379}
            certificate=${REDIS_TLS_CERT_FILE:-${VALKEY_TLS_CERT_FILE-}} key=${REDIS_TLS_KEY_FILE:-${VALKEY_TLS_KEY_FILE-}}
            authority=${REDIS_TLS_CA_FILE:-${VALKEY_TLS_CA_FILE-}}
            case $plain_port in ''|"$tls_port") plain_port=0 ;; esac ;;
    esac
    plain_port=${plain_port:-6379}
    for file in /opt/bitnami/redis/etc/redis.conf /opt/bitnami/valkey/etc/valkey.conf; do [ ! -r "$file" ] || configure <"$file"; done
}
digits() { case $number in *[!0-9]*) number='' ;; esac; }

# A server renames itself to "redis-server *:6379" where nobody has told it not to; under a shell its arguments are still there.
of_process() {
    [ -r /proc/1/cmdline ] || return 0
    words=$(tr '\0' '\n' </proc/1/cmdline) line=''
    while IFS= read -r word; do
        case $word in
            *-server\ unixsocket:*) socket=${word##*unixsocket:} socket=${socket%% *} ;;
            *-server\ *:[0-9]*) word=${word##*:} word=${word%% *}; [ "$word" = "$tls_port" ] || plain_port=$word ;;
            --*) line=$line$nl${word#--}\  ;;
            *.conf) [ -n "$line" ] || line="include $word" ;;
            *) [ -z "$line" ] || line=$line$word\  ;;
        esac
    done <<END
$words
END
    configure <<END
$line
END
}

# A container may carry a password that its Redis does not ask for, or no longer. A user without one is not asked as: redis-cli
# would be the default user then.
identify() {
    mine=${REDISCLI_AUTH-} refusal='' tried=''
    for source in --auth REDISCLI_AUTH REDIS_PASSWORD VALKEY_PASSWORD REDIS_PASSWORD_FILE VALKEY_PASSWORD_FILE requirepass; do
        case $source in
            --auth) password=$auth ;;
            REDISCLI_AUTH) password=$mine ;;
            requirepass) password=$required; [ -z "$user" ] || continue ;;
            *_FILE) eval "file=\${$source-}"; password=''; [ ! -r "$file" ] || IFS= read -r password <"$file" || : ;;
            *) eval "password=\${$source-}" ;;
        esac
        [ -n "$password" ] || continue
        REDISCLI_AUTH=$password VALKEYCLI_AUTH=$password; export REDISCLI_AUTH VALKEYCLI_AUTH
        greet
        case $said in
            *WRONGPASS*) refusal=WRONGPASS${said#*WRONGPASS} refusal=${refusal%%"$nl"*} tried=${tried:+$tried or }"in $source" ;;
            *'without any password'*) break ;;
            *) return 0 ;;
        esac
        [ "$source" != --auth ] || { tried='that was given'; break; }
    done
    unset REDISCLI_AUTH VALKEYCLI_AUTH
    [ -z "$refusal" ] || fail $denied "Redis does not accept the password of ${user:-the default user} $tried: $refusal"
    [ -z "$user" ] || fail $denied "there is no password for the user $user"
    [ "$plain_port" != 0 ] || [ -n "$socket" ] || greet
}
greet() {
    said=$(printf 'ECHO %s\n' "$mark" | program 2>&1) || :
    case $said in *"$mark"*) ;; *) [ "$plain_port" != 0 ] || [ -n "$socket" ] || distrust "$said" ;; esac
}
deny() { # what was said instead of an answer
    words=${1#*NOAUTH\ }; words=${words%%"$nl"*}
    case $1 in *NOAUTH\ *) fail $denied "Redis asks for a password, and none was found: NOAUTH $words" ;; esac
    words=NOPERM${1#*NOPERM}; words=${words%%"$nl"*}
    case $1 in *NOPERM*"'echo'"*) fail $refused "Redis refuses ECHO: $words" ;; esac
}
# What it names is public, and lets the reader say what is wrong with it.
distrust() {
    case $1 in *'onnection refused'*) ;; *SSL*|*TLS*|*ertificate*|Error:*)
        why=${1#*Error: }; why=${why%%"$nl"*}
        text "$certificate"; shown=$text; text "$authority"
        fail $untrusted "Redis and $client do not agree on a TLS connection: $why" \
            "${nl}certificate: $certificate$nl$shown" "${nl}authority: ${authority:-$authorities}$nl$text" ;;
    esac
}

# --- Redis ----------------------------------------------------------------------------------------------------------

# Each program that is started here takes a pod with a quarter of a core a twentieth of a second: what the shell can do itself
# it does.

# A line that no answer holds, whatever somebody has stored. ECHO gives it back, also while Redis loads, which PING does not.
mark=$$; read -r mark </proc/sys/kernel/random/uuid 2>/dev/null || :
program() { # in a subshell, or last
    [ -z "$user" ] || set -- --user "$user" "$@"
    if [ -n "$socket" ]; then set -- -s "$socket" "$@"
    elif [ "$plain_port" != 0 ]; then set -- -h "$address" -p "$plain_port" "$@"
    else
        [ -z "$authority" ] || set -- --cacert "$authority" "$@"
        [ -z "$authorities" ] || set -- --cacertdir "$authorities" "$@"
        [ -z "$own_certificate$certificate" ] || set -- --cert "${own_certificate:-$certificate}" --key "${own_key:-$key}" "$@"
        set -- -h "$address" -p "$tls_port" --tls "$@"
    fi
    exec "$client" "$@"
}

# In raw form an error looks like any other answer: who asks says what the answer begins with.
ask() { # the answer's beginning, a command
    hear "$2"
    # shellcheck disable=SC2254 # a pattern
    case $answer in $1*) ;; *) fail $refused "Redis refuses ${2%% [0-9]*}: $answer" ;; esac
}

# All questions at once, where none depends on an answer: hear then takes the answers in turn.
inquire() {
    questions=
    for question; do questions=$questions${questions:+$nl}$question${nl}ECHO\ $mark; done
    answers=$(program 2>&1 <<END
$questions
END
    ) || :
    case $answers in *"$mark"*) ;; *) deny "$answers"; fail $failed "${answers:-Redis does not answer}" ;; esac
    hear() {
        case $answers in *"$mark"*) ;; *) fail $failed "${answers:-Redis has ended}" ;; esac
        answer=${answers%%"$mark"*}; answers=${answers#"$answer$mark"}
        answers=${answers#"$nl"} answer=${answer%"$nl"}
    }
}

# Question and answer in turn, with one redis-cli: each start of it takes a pod with a quarter of a core a tenth of a second.
# It says on its standard error that it cannot reach Redis, and reads on: so that is listened to as well. As the first process
# of a container Redis reaps nobody: redis-cli ends with its input, and is waited for. Once both ends are open the pipes need
# their names no more.
converse() {
    [ ! -e "$1" ] || rm -rf "$1"
    { mkdir -p "$1" && mkfifo "$1/ask" "$1/answer"; } || { unname "$1"; return $failed; }
    program <"$1/ask" >"$1/answer" 2>&1 & cli=$! heard=
    exec 4>"$1/ask" 5<"$1/answer"
    unname "$1"
    trap part EXIT; trap '' PIPE # one that has ended has said why
    hear() {
        printf '%s\nECHO %s\n' "$1" "$mark" 2>/dev/null >&4 || :
        answer=
        while IFS= read -r line <&5; do
            case $line in
                "$mark") answer=${answer%"$nl"} heard=yes; return ;;
                'Could not '*|'Error: '*) break ;;
                NOAUTH\ *) deny "$line" ;;
                NOPERM*"'echo'"*|ERR*ECHO*) fail $refused "Redis refuses ECHO: $line" ;;
            esac
            answer=$answer$line$nl
        done
        [ -n "$line$heard" ] || line=${answer%"$nl"}
        fail $failed "${line:-Redis has ended}"
    }
}
unname() { rm -rf "$1"; [ -e "$restore" ] || rmdir "$scratch" 2>/dev/null || :; }
unpause() { (hear 'CLIENT UNPAUSE') 2>/dev/null || :; } # where Redis can still be asked
part() { exec 4>&- 5<&-; wait "$cli" || :; trap - PIPE; }

# redis-cli says nothing when Redis does as it is told, and cannot connect for what follows; a refusal comes before that.
shut() {
    printf 'SHUTDOWN NOSAVE NOW FORCE\nECHO %s\n' "$mark" 2>/dev/null >&4 || fail $failed "$client has ended before it could tell Redis to"
    line=; IFS= read -r line <&5 || :
    case $line in ERR\ *|NOPERM\ *|NOAUTH\ *) fail $refused "Redis refuses SHUTDOWN: $line" ;; esac
}
info() { # a field of the last answer
    # What stands before it is cut, and then the same taken off: a shell looks for #*word with a step for each two characters.
    value=${answer%%"$nl$1:"*}
    [ "$value" != "$answer" ] || { value=; return 0; }
    value=${answer#"$value$nl$1:"}
    value=${value%%"$nl"*} value=${value%[[:cntrl:]]}
}
setting() { # a setting of the answer to CONFIG GET
    value=${settings#*"$nl$1$nl"}
    [ "$value" != "$settings" ] && value=${value%%"$nl"*} || value=
}
# Where Redis keeps its files: asked for, never assumed.
locate() {
    ask dir "$where"; place=${answer#dir"$nl"}
    hear "$naming"
    settings=$nl$answer
    setting appenddirname; folder=$value
    setting appendfilename; name=$value manifest=$value.manifest
    setting dbfilename; dump=$value
    setting appendonly; mode=aof; [ "$value" = yes ] || mode=dump
    [ -n "$folder" ] || fail $refused "Redis refuses $naming: $answer"
    case $place/ in "$root"/*) ;; *) fail $elsewhere "Redis keeps its data in $place, and the volume is mounted at $root" ;; esac
    [ "$place" = "$root" ] || [ "$(stat -c %d "$place")" = "$(stat -c %d "$root")" ] || fail $elsewhere "Redis keeps its data in $place, which is not on the volume mounted at $root"
    cd "$place"
}
where='CONFIG GET dir' naming='CONFIG GET append* db* aclfile save maxmemory*'
require_seven() {
    info redis_version
    case $value in [1-6].*) fail $outdated "Redis $value is older than 7, and keeps its append-only file in another form" ;; esac
}
# What a restore has noted, else what Redis is told when it is started, else what it does where nothing is set.
recall() {
    [ "$running" = yes ] || configure <<END
$given
END
    folder=${set_appenddirname:-appendonlydir} name=${set_appendfilename:-appendonly.aof} dump=${set_dbfilename:-dump.rdb} mode=aof
    [ "${set_appendonly-}" != no ] || mode=dump
    case $running${set_dir-} in no"$root"/*) [ ! -d "$set_dir" ] || cd -P "$set_dir" ;; esac
    set -- "$restore" */"$restore" */*/"$restore"
    for found; do [ ! -s "$found/place" ] || { cd "./${found%"$restore"}"; break; }; done
    if [ -s "$restore/place" ]; then { IFS= read -r folder; IFS= read -r name; IFS= read -r dump; IFS= read -r mode; } <"$restore/place"
    elif [ ! -d "$folder" ]; then
        set -- */"$folder"
        if [ $# -eq 1 ] && [ -d "$1" ]; then cd "${1%/*}"; elif [ -f "$dump" ] && [ -z "${set_appendonly-}" ]; then mode=dump; fi
    fi
    manifest=$name.manifest place=$PWD
}

# --- Files ----------------------------------------------------------------------------------------------------------

# An older busybox knows no files, and syncs everything instead.
durable() {
    sync "$@" 2>/dev/null && return
    case $(sync --help 2>&1 || :) in *FILE*) sync "$@"; return ;; esac
    sync
}
owned() { chown -R "$(stat -c '%u:%g' .)" "$@" 2>/dev/null || :; }

# Before a step does anything else its journal is on disk: one that was cut short is known by it. Where there is no room
# for a first one nothing has begun, and nothing is left. Whoever drops one of two data sets that fill the volume has what was
# put by for that.
enter() {
    under_way
    endmaker "$restore/.maker"
    under_way # also now: what was ended may just have come through
    [ -d "$restore" ] || mkdir -p "$restore"
    claim "$restore/.maker" 2>/dev/null || :
    case $verb in back|finish|confirm) [ ! -e "$restore/reserve" ] || : >"$restore/reserve" ;; esac
    write_journal || {
        rm -f "$restore/journal.new"
        [ -e "$restore/journal.json" ] || { rm -rf "$restore"; rmdir "$scratch" 2>/dev/null || :; }
        exit $failed
    }
    durable "$restore"
}
# One that comes late, when its restore is over, is not to begin it anew, nor to end another's; nor is one to begin over
# another's, of which the previous data may be all there is.
under_way() {
    if [ -e "$restore/journal.json" ]; then { [ -z "$journal" ] && [ "$verb" != stage ]; } || ours || fail $changed 'another restore is under way'
    else [ "$verb" = stage ] || fail $changed 'no restore is under way'; fi
}
ours() {
    text "$restore/journal.json"
    theirs=${text#*\"StagedFiles\":} mine=${journal#*\"StagedFiles\":}
    [ "${theirs%%]*}" = "${mine%%]*}" ]
}
# What a journal is about is on disk before the journal is.
write_journal() {
    set --
    if [ "$verb" = stage ]; then printf '%s\n' "$folder" "$name" "$dump" "$mode" >"$restore/place" && set -- "$restore/place" || return; fi
    if [ -n "$journal" ]; then printf '%s' "$journal" >"$restore/journal.new" && set -- "$@" "$restore/journal.new" || return; fi
    [ $# -eq 0 ] || durable "$@" || return
    [ -z "$journal" ] || mv -f "$restore/journal.new" "$restore/journal.json"
}

# Redis writes its manifest anew under this name, then renames it over the one in force: when it begins and ends a rewrite,
# and from 8.0 on when it ends. A folder in its place keeps the manifest as it is, and costs a warning in Redis' log.
blocker=temp-
block() {
    blocked=$folder/$blocker$manifest
    mkdir "$blocked" 2>/dev/null || [ -d "$blocked" ] || { abandoned "$blocked" && mkdir "$blocked" 2>/dev/null; } && return
    [ ! -e "$blocked" ] || return $changed
    mkdir "$blocked" || exit $failed
}
# Redis writes it and renames it in one go, and answers nobody meanwhile: one that outlives an answer is of a write that failed,
# for want of room, say, and Redis never removes it.
abandoned() {
    written=$(stat -c '%i %Y' "$1" 2>/dev/null) || return 0
    [ "$running" = no ] || printf 'PING\n' | program >/dev/null 2>&1 || return 1
    [ "$(stat -c '%i %Y' "$1" 2>/dev/null)" != "$written" ] || rm -f "$1"
}
unblock() { rmdir "$folder/$blocker$manifest" 2>/dev/null || :; }

# The names that a manifest loads, between slashes; empty where it quotes one.
names() {
    loaded=/
    [ -f "$1" ] || return 0
    while IFS= read -r line; do
        case $line in *[\"\\]*) loaded=; return ;; esac
        case ${line##* seq } in *' type '[bi]|*' type '[bi]' '*) line=${line#file }; loaded=$loaded${line% seq *}/ ;; esac
    done <"$1"
}

# A command whose client is gone blocks on its output for ever, and holds files open that nobody sees any more; or it goes on
# with a step after somebody has looked, and found it not done: the next one ends it. Its start tells it from another process
# that has its number by now. Whoever leads its group has the timer to end that bounds it, and is left to do so.
began() {
    stat=; read -r stat 2>/dev/null <"/proc/$1/stat" || :
    # shellcheck disable=SC2086 # words
    set -- ${stat##*) }
    group=${3-} start=${20-}
}
claim() { began $$; echo "$$ $start" >"$1"; }
endmaker() {
    [ -f "$1" ] || return 0
    read -r maker since <"$1" || :
    began "${maker:-none}"
    [ -n "$start" ] && [ "$start" = "$since" ] || return 0
    kill -s KILL "$maker" 2>/dev/null || :
    leader=$group
    for process in /proc/[0-9]*; do
        process=${process#/proc/}; began "$process"
        [ "$group" != "$leader" ] || [ "$process" = "$leader" ] || kill -s KILL "$process" 2>/dev/null || :
    done
}

# --- Verbs ----------------------------------------------------------------------------------------------------------

survey() {
    if [ "$running" = yes ]; then ask_redis "$@"; else recall; fi
    emit server "$server"
    emit settings "${settings#"$nl"}"
    emit layout "$folder$nl$name$nl$dump$nl$mode"
    emit place "$place"
    space=''; [ "$verb" != survey ] || space=$(df -Pk .) || :
    emit space "${space##*"$nl"}"
    text "$folder/$manifest"; emit manifest "$text"
    told=''; [ "$mode" = dump ] || [ ! -f "$restore/journal.json" ] || told=$(listed) || :; emit listed "$told"
    told=''; [ "$mode" = aof ] || told=$(dumped); emit dump "$told"
    answer=$server told=''; [ "$mode" = dump ] || written || told=yes; emit unwritten "$told"
    text "$restore/journal.json"; emit journal "$text"
    told=''; [ ! -e "$scratch" ] || told=there; emit scratch "$told"
    emit beside "$beside"
    emit whoami "$whoami"
    emit forbidden "$forbidden"
    case $server in *:keys=*) emit fresh '' ;; *number_of_libraries:[1-9]*) emit fresh 'it holds functions' ;; *) emit fresh "$(stale)" ;; esac
}
server='' settings='' beside='' acl='' config='' whoami='' forbidden='' cli=''
# With a word that it does not know a command does nothing, and it is refused to those who may not use it.
asking='SHUTDOWN NOTHING'
ask_redis() {
    may=; [ "${1-}" != check ] || { may=yes; shift; }
    set -- ${1:+"CLIENT PAUSE $1 WRITE"}
    [ -n "$cli" ] || inquire ${may:+'CLIENT PAUSE 0 WRITE' "$asking"} "$@" INFO "$where" "$naming" 'MODULE LIST' 'ACL WHOAMI'
    [ -z "$may" ] || { allow OK 'CLIENT PAUSE'; allow 'ERR syntax' SHUTDOWN; }
    [ $# -eq 0 ] || ask OK 'CLIENT PAUSE'
    ask '#' INFO; server=$answer
    require_seven; info config_file; config=$value
    locate
    setting aclfile; acl=$value
    hear 'MODULE LIST'; modules=$answer
    hear 'ACL WHOAMI'; whoami=$answer
    # While it loads it is asked from within the pod, for what a command takes to start is taken from the loading.
    case $#$server in 1*"$nl"loading:1*) program -r 40 -i 0.25 INFO persistence 2>&1 | grep -q '^loading:0' || :; inquire INFO; ask '#' INFO; server=$answer ;; esac
    for pointed in ${acl:+"aclfile $acl"} ${config:+"configuration $config"}; do case ${pointed#* } in "$root"/*|[!/]*) beside=$beside$pointed$nl ;; esac; done
    case $modules in *"$root"/*) beside=${beside}modules$nl ;; ERR\ *|NOPERM\ *) beside="${beside}unknown $modules$nl" ;; esac
    [ -z "$may" ] || [ "$mode" = aof ] || { inquire 'BGSAVE NOTHING'; allow 'ERR syntax' BGSAVE; }
}
allow() { # the answer's beginning, a command: told, for others to decide
    hear "$2"
    # shellcheck disable=SC2254 # a pattern
    case $answer in $1*|LOADING\ *) ;; *) forbidden=${forbidden:-Redis refuses $2: $answer} ;; esac
}
below() { set -- "${1#"$place"/}"; printf %s "${1%%/*}"; } # the entry of the folder that a path leads through
# How large the files are that the manifest lists, where a restore is under way: Redis cuts one whose end it cannot read.
listed() {
    names "$folder/$manifest"; files=${loaded#/}
    set --
    while [ -n "$files" ]; do set -- "$@" "$folder/${files%%/*}"; files=${files#*/}; done
    [ $# -eq 0 ] || stat -c %s -- "$@" 2>/dev/null || :
}
# Which data a Redis without the append-only file would load next. Before an exchange notes what was there it is Redis' own.
dumped() {
    for file in "$restore"/files/*; do
        [ -e "$file" ] || continue
        if [ "$dump" -ef "$file" ]; then echo restored; return; fi
        if [ "$restore/next.rdb" -ef "$file" ]; then echo own; return; fi
    done
    if [ ! -e "$dump" ]; then echo none
    elif [ "$dump" -ef "$restore/previous.rdb" ]; then echo previous
    elif [ -e "$restore/previous.rdb" ] || [ -e "$restore/previous.none" ]; then echo other
    else echo own; fi
}
# Redis 7 makes its folder at its first start, with a base of 88 bytes or a few more, so an empty folder is no measure.
stale() {
    # shellcheck disable=SC2012 # what is there is only named
    ls -A . | while IFS= read -r entry; do
        case $entry in "$folder"|lost+found|"$scratch"|"$(below "$acl")"|"$(below "$config")") ;;
            "$dump") if [ "$mode" = aof ] || [ "$(stat -c %s "$dump")" -ge 512 ]; then echo "its folder holds $entry"; exit 0; fi ;;
            *) echo "its folder holds $entry"; exit 0 ;;
        esac
    done
    for file in "$folder"/*; do
        [ -e "$file" ] || continue
        case ${file##*/} in
            "$manifest") ;;
            "$name.1.base."*) [ "$(stat -c %s "$file")" -lt 512 ] || { echo 'its append-only file holds earlier writes'; return; } ;;
            "$name.1.incr.aof") [ ! -s "$file" ] || { echo 'its append-only file holds earlier writes'; return; } ;;
            *) echo 'its append-only file holds earlier writes'; return ;;
        esac
    done
}

# Writes are held back (CLIENT PAUSE … WRITE, which ends by itself) for as long as it takes to link a handful of files: what
# the links hold is exactly what INFO counts at that instant, and every write acknowledged before it. No setting is changed.
# Who may not end a pause is not to begin one.
snapshot() {
    endmaker "$snapshot/.maker"; sweep
    [ -n "$cli" ] || { converse "$scratch/cli-$$"; locate; }
    mkdir -p "$snapshot/$folder"
    claim "$snapshot/.maker"
    trap 'leave; part' EXIT
    if [ "$mode" = aof ]; then link_set; else link_dump; fi
    trap leave EXIT; part
    send
    trap - EXIT; leave
}
# Both in one command: the way into a pod, and what starts there, is most of what a small backup takes. Who is gone says nothing
# any more, and nothing is begun. The folder where the volume is mounted may be another's, or full: a survey needs no room.
capture() {
    [ ! -e "$scratch" ] || rm -rf "$scratch"/cli-* || :
    [ ! -w . ] || converse "$scratch/cli-$$" 2>/dev/null || :
    survey "$@"
    printf 'content 0\n\n'
    IFS= read -r word && [ "$word" = snapshot ] || return 0
    snapshot
}
sweep() { cd "$place"; [ ! -e "$scratch" ] || rm -rf "$snapshot" "$gone" "$scratch"/cli-*; }
leave() { sweep; rmdir "$scratch" 2>/dev/null || :; }

# Redis replaces its manifest by rename, and deletes what it no longer lists only after that: where it still is the one that
# was linked first, everything that it lists was linked too. The buffer is waited for because Redis acknowledges writes up to
# two seconds before it hands them to the kernel when an fsync is slow (flushAppendOnlyFile, appendfsync everysec).
link_set() {
    await_written
    ask OK 'CLIENT UNPAUSE'
    paused
    ask OK 'CLIENT PAUSE 10000 WRITE'
    ask '#' 'INFO server persistence keyspace'
    counted=$answer
    info loading; [ "$value" != 1 ] || { ask OK 'CLIENT UNPAUSE'; fail $failed 'Redis is still loading its data'; }
    if ! written; then ask OK 'CLIENT UNPAUSE'; exit $changed; fi
    until info aof_buffer_length; [ "$value" = 0 ]; do
        paused 7 || { ask OK 'CLIENT UNPAUSE'; fail $failed 'Redis does not write its append-only file'; }
        sleep 0.01; ask '#' 'INFO persistence'
    done
    ln "$folder/$manifest" "$snapshot/$folder/" 2>/dev/null || :
    ln "$folder"/* "$snapshot/$folder/" 2>/dev/null || :
    if [ ! "$folder/$manifest" -ef "$snapshot/$folder/$manifest" ]; then
        ask OK 'CLIENT UNPAUSE'
        require_links
        exit $changed
    fi
    [ ! -f "$dump" ] || ln "$dump" "$snapshot/" 2>/dev/null || :
    sizes=$(stat -c %s -- "$snapshot/$folder"/*)
    [ ! -f "$snapshot/$dump" ] || sizes="$sizes $(stat -c %s -- "$snapshot/$dump")"
    paused 9 || { ask OK 'CLIENT UNPAUSE'; exit $changed; }
    ask OK 'CLIENT UNPAUSE'
    names "$snapshot/$folder/$manifest"
}
# A pause of ten seconds ends by itself, and nobody is told: on a disk that hangs, say. In seconds since the machine started,
# which no clock's correction moves.
paused() { # for less than so many; without a number: from now on
    read -r since _ </proc/uptime
    if [ $# -eq 0 ]; then began=${since%.*}; else [ $((${since%.*} - began)) -lt "$1" ]; fi
}
# Switched on while it runs, or synced from another, Redis holds more than its manifest lists until a first rewrite has ended
# (AOF_WAIT_REWRITE): it writes beside the increments until then, into a file that it begins anew with each try. Any other
# rewrite writes the manifest when it begins. One that is yet to begin may be either.
written() {
    info aof_enabled; [ "$value" = 1 ] || return 1
    info aof_rewrite_scheduled; [ "$value" != 1 ] || return 1
    info aof_rewrite_in_progress
    [ "$value" != 1 ] || [ ! -e "$folder/temp-$name.incr" ] || [ "$folder/$manifest" -nt "$folder/temp-$name.incr" ]
}
await_written() {
    tries=0
    until [ -n "$cli" ] || inquire 'INFO persistence'; ask '#' 'INFO persistence'; written; do
        tries=$((tries + 1))
        [ $tries -lt 150 ] || fail $failed 'Redis has not yet written all that it holds into its append-only file: wait until INFO says aof_rewrite_scheduled:0 and aof_rewrite_in_progress:0'
        sleep 0.2
    done
}
require_links() {
    [ -e "$folder/$manifest" ] || return 0
    [ "$(stat -L -c %d "$folder")" = "$(stat -c %d .)" ] || fail $elsewhere "$folder lies on another file system than $place, and hard links do not reach there"
    ln "$snapshot/.maker" "$snapshot/.linked" 2>/dev/null || fail $elsewhere "the file system of $place has no hard links, which a snapshot is made of"
    rm -f "$snapshot/.linked"
}
# INFO's counts are those of the fork, because no write comes between the two.
link_dump() {
    saved
    ask OK 'CLIENT UNPAUSE'
    ask OK 'CLIENT PAUSE 10000 WRITE'
    trap 'unpause; leave; part' EXIT
    ask '#' 'INFO server keyspace'; counted=$answer
    save
    ask OK 'CLIENT UNPAUSE'
    trap 'leave; part' EXIT
    saved
    ln "$dump" "$snapshot/" 2>/dev/null || fail $elsewhere "the file system of $place has no hard links, which a snapshot is made of"
    sizes=$(stat -c %s -- "$snapshot/$dump") loaded='' folder=.
}
# What it says where it cannot fork is ERR and no more.
save() {
    hear BGSAVE
    case $answer in
        'Background saving started'*) ;;
        *already*|*child*|*'another one'*) exit $changed ;;
        NOPERM*|*unknown*) fail $refused "Redis refuses BGSAVE: $answer" ;;
        *) fail $failed "Redis cannot begin to save ($answer): see its log and the memory" ;;
    esac
}
saved() {
    while ask '#' 'INFO persistence'; do case $answer in *_in_progress:1*) sleep 0.2 ;; *) break ;; esac; done
    [ "${counted-}" = '' ] || { info rdb_last_bgsave_status; [ "$value" = ok ] || fail $failed 'BGSAVE failed: see the log of Redis, and the free space'; }
}

# Files that the manifest does not load, of a rewrite under way or just over, stay behind. The rest go in blocks large enough
# to be cheap in a pod with a quarter of a core (busybox' head -c reads byte by byte), each cut to its size at that instant.
send() {
    cd "$snapshot"
    if [ "$folder" = . ]; then set -- "$dump"; else set -- "$folder"/*; [ ! -f "$dump" ] || set -- "$@" "$dump"; fi
    total=0 list='' chosen=''
    for size in $sizes; do
        if wanted "$1"; then list=$list$size' ./'$1$nl total=$((total + size)); else rm -rf "$1"; fi
        chosen=$chosen$size$nl
        set -- "$@" "$1"; shift
    done
    emit server "$counted"
    text "$folder/$manifest"; emit manifest "$text"
    emit files "$list"
    printf 'content %s\n' "$total"
    for size in $sizes; do
        if [ "${1##*/}" = "$manifest" ] && [ $((${#text} + 1)) = "$size" ]; then printf '%s\n' "$text"
        elif [ -e "$1" ]; then copy "$size" <"$1"; fi
        shift
    done
}
wanted() {
    case ${1##*/} in "$manifest"|"$dump") return 0 ;; esac
    case $loaded in '') case ${1##*/} in temp-*) return 1 ;; esac ;; */"${1##*/}"/*) ;; *) return 1 ;; esac
}
copy() { # so many bytes
    [ "$1" -lt 1048576 ] || dd bs=1048576 count=$(($1 / 1048576)) iflag=fullblock 2>/dev/null || return
    [ $(($1 % 1048576)) -eq 0 ] || dd bs=$(($1 % 1048576)) count=1 iflag=fullblock 2>/dev/null
}

# The log as it grows, for a reader that says when it has room. An open file outlives its removal by a rewrite, so the increment
# after this one is opened as soon as the manifest lists it. Redis writes that before it closes the one before
# (rewriteAppendOnlyFileBackground): a size that is read after the manifest is final where there is a next one.
follow() {
    current=$1 at=$2 ahead=0 sure=''
    inquire "$where" "$naming"; locate
    [ "$mode" = aof ] || fail $failed 'Redis runs without the append-only file'
    await_written
    marks='' most=''; attest
    increments "$current"
    { [ -n "$file" ] && command exec 6<"$folder/$file"; } 2>/dev/null || exit $changed
    dd bs=1 skip="$at" count=0 <&6 2>/dev/null
    while IFS= read -r most; do
        case $most in
            next|pass) [ -n "$sure" ] || [ "$most" = pass ] || attest; exec 6<&7 7<&-; current=$ahead ahead=0 at=0 most=0 sure='' ;;
            check) attest; most=0 ;;
            skip\ *) most=${most#skip }; dd bs=1 skip="$most" count=0 <&6 2>/dev/null; at=$((at + most)) most=0 ;;
        esac
        increments "$current"
        # Redis may have other files by now, under the same names. A rewrite that has just ended is looked at once more.
        followed || { increments "$current"; followed || { file=''; [ -z "$after" ] || [ "$ahead" != 0 ] || ahead=-1; }; }
        if [ "$ahead" = 0 ] && [ -n "$after" ]; then
            ahead=$after sure=$file
            # One that is gone by now was missed, like one whose number was never seen.
            [ "$after" = $((current + 1)) ] && { command exec 7<"$folder/$successor"; } 2>/dev/null || ahead=-1
        fi
        # What no name leads to any more lies on the volume for this process alone.
        size=$(stat -L -c '%s %h %i' /proc/self/fd/6) held=0
        inode=${size##* } size=${size% *}
        [ "${size#* }" != 0 ] || held=${size% *}
        size=${size% *}
        [ "$ahead" -le 0 ] || { more=$(stat -L -c '%s %h' /proc/self/fd/7); [ "${more#* }" != 0 ] || held=$((held + ${more% *})); }
        wanted=$((size - at)); [ $wanted -ge 0 ] || wanted=0
        [ $wanted -le "$most" ] || wanted=$most
        emit log "$current $at $size $ahead $held $serving $inode ${file:+listed}"
        printf 'content %s\n' "$wanted"
        copy "$wanted" <&6
        echo
        at=$((at + wanted))
        [ "$wanted" = 0 ] || [ "$(stat -L -c %s /proc/self/fd/6)" -ge $at ] || exit $changed
    done
}
# Switched off and on again, or synced from another, Redis goes on in the next increment as after a rewrite, without what was
# written meanwhile. A rewrite alone lists both while it lasts; where nobody has seen that, Redis has counted how often it was
# told to: what it was told before there was a next increment, and while no rewrite was under way, has begun none.
attest() {
    inquire 'INFO server persistence replication commandstats'; ask '#' 'INFO server persistence replication commandstats'
    info aof_enabled; [ "$value" = 1 ] || exit $changed
    info role; [ "$value" = master ] || exit $changed
    info run_id; serving=$value told=$value
    for command in 'config|set' replicaof slaveof failover; do info "cmdstat_$command"; told=$told\ ${value%%,*}; done
    written || { [ -n "$marks" ] && [ "$told" = "$marks" ]; } || exit $changed
    info aof_rewrite_in_progress
    increments "$current"
    if [ -z "$marks" ] || [ "$ahead$value$after" = 00 ]; then marks=$told; fi
    [ "$most" != next ] || [ "$told" = "$marks" ] || exit $changed
}
followed() { [ -z "$file" ] || [ "$folder/$file" -ef /proc/self/fd/6 ]; }
# Of the manifest in force: the file of this increment, and the increment after it.
increments() {
    file='' after='' successor=''
    while IFS= read -r line; do
        case $line in *[\"\\]*) fail $failed "$folder/$manifest quotes a name" ;; *' type i'*) ;; *) continue ;; esac
        line=${line#file } number=${line##* seq }; number=${number%% *} line=${line% seq *}
        if [ "$number" -eq "$1" ]; then file=$line
        elif [ "$number" -gt "$1" ] && [ -z "$after" ]; then after=$number successor=$line; fi
    done <"$folder/$manifest"
}

# A restore without a journal has not begun.
release() {
    recall; endmaker "$snapshot/.maker"
    [ -e "$restore/journal.json" ] || rm -rf "$restore"
    leave
}

# Over an exec without half-close only its length ends the input: each file takes as many bytes as were announced.
stage() {
    folder=$1 name=$2 dump=$3 mode=$4; shift 4
    enter
    emit begun ''
    [ ! -e "$restore/files" ] || rm -rf "$restore/files"
    mkdir -p "$restore/files"
    printf '%262144s' '' >"$restore/reserve" || full
    while [ $# -gt 0 ]; do copy "$2" >"$restore/files/$1" || full; shift 2; done
    : >"$restore/next.manifest" # for its owner
    owned "$restore/files" "$restore/next.manifest"
    emit files "$(cd "$restore/files"; stat -c '%s %n' -- *)"
}

full() { space=$(df -Pk .) || :; fail $failed "the volume takes no more (df: ${space##*"$nl"})"; }

# A rewrite between reading the manifest and replacing it would be undone, and a Redis that has restarted meanwhile be taken
# for the one that comes after: hence the comparisons.
switch() { # the manifest as it was seen, the next one, the run of Redis or nothing, yes where it must be fresh
    seen=$1 next=$2 run=$3 fresh=$4
    recall; enter
    if [ -n "$run" ]; then
        converse "$restore/cli"
        ask '#' 'INFO server'; info run_id; [ "$value" = "$run" ] || exit $changed
        [ "$mode" != aof ] || await_written
    fi
    if [ "$mode" = aof ]; then switch_set; else switch_dump; fi
    [ -z "$run" ] || shut
}
switch_set() {
    [ -d "$folder" ] || mkdir -p "$folder"
    [ -z "$run" ] || { block || exit $changed; trap 'unblock; part' EXIT; }
    text "$folder/$manifest"; [ "$text" = "$seen" ] || exit $changed
    [ -e "$restore/next.manifest" ] || { : >"$restore/next.manifest"; owned "$restore/next.manifest"; }
    printf '%s\n' "$next" >"$restore/next.manifest"
    forget
    # What it does not name is taken for the restore's own: the last line, which no file can be called, says that it is whole.
    { for file in "$folder"/*; do printf '%s\n' "${file##*/}"; done; echo /; } >"$restore/previous.files"
    if [ -f "$folder/$manifest" ]; then printf '%s\n' "$text" >"$restore/previous.manifest"; else : >"$restore/previous.none"; fi
    set -- "$restore"/files/*
    for file; do [ ! -e "$folder/${file##*/}" ] || fail $failed "$folder/${file##*/} is there already"; done
    [ ! -e "$1" ] || { durable "$@"; mv "$@" "$folder/"; }
    durable "$restore/next.manifest" "$restore"/previous.* "$restore" "$folder"
    require_fresh
    mv -f "$restore/next.manifest" "$folder/$manifest"
    durable "$folder"
    # Writes may have come since it was seen to be fresh.
    if [ "$fresh" = yes ] && ! paused 28; then list_previous; exit $changed; fi
    [ -z "$run" ] || trap part EXIT
}
# Without the append-only file what Redis holds is nowhere but in its memory: it is saved before it is replaced. The pause
# keeps it from saving anything else after that. What was there is noted before it is replaced: without a note nothing was.
switch_dump() {
    file=; for file in "$restore"/files/*; do durable "$file"; done
    if [ -n "$run" ]; then
        ask OK 'CLIENT PAUSE 600000 WRITE'
        trap 'unpause; part' EXIT
        require_fresh
        counted=''; saved
        save; counted=yes; saved
    fi
    forget
    # In this order: while the next one waits there, nothing was exchanged.
    ln -f "$file" "$restore/next.rdb"
    if [ -f "$dump" ]; then ln "$dump" "$restore/previous.rdb"; else : >"$restore/previous.none"; fi
    durable "$restore"
    mv -f "$restore/next.rdb" "$dump"; durable .
    [ -z "$run" ] || trap part EXIT
}
forget() { for noted in "$restore"/previous.*; do [ ! -e "$noted" ] || rm -f "$noted"; done; }
require_fresh() {
    [ "$fresh" = yes ] || return 0
    paused
    ask OK 'CLIENT PAUSE 30000 WRITE'
    ask '#' 'INFO memory keyspace'
    case $answer in *:keys=*|*number_of_libraries:[1-9]*) ask OK 'CLIENT UNPAUSE'; exit $unfresh ;; esac
}

back() {
    recall
    # Exchanged, and not ended, it would go on writing into files that are no longer loaded.
    [ "${1-}" != end ] || { inquire "$asking"; ask 'ERR syntax' "$asking"; }
    if [ $# -eq 2 ]; then
        inquire 'INFO server'; ask '#' INFO; info run_id; [ "$value" = "$2" ] || exit $changed
    fi
    enter
    if [ "${1-}" = end ]; then
        converse "$restore/cli"
        if [ "$mode" = aof ]; then
            block || exit $changed; trap 'unblock; part' EXIT
        else
            ask OK 'CLIENT PAUSE 600000 WRITE'; trap 'unpause; part' EXIT
            counted=''; saved
        fi
    fi
    if [ "$mode" = dump ]; then
        if [ -f "$restore/previous.rdb" ]; then ln -f "$restore/previous.rdb" "$restore/next.rdb"; mv -f "$restore/next.rdb" "$dump"
        elif [ -e "$restore/previous.none" ] || [ "$(dumped)" = restored ]; then rm -f "$dump"
        else fail $failed 'nothing was exchanged that could be brought back'; fi
        durable .
    else
        list_previous
    fi
    [ "${1-}" != end ] || { trap part EXIT; shut; }
}
# Redis 8 notes where an increment has ended. Where that stands, it writes the manifest anew when it starts, and the block
# would keep it from starting.
list_previous() {
    if [ -f "$restore/previous.manifest" ]; then
        sed 's/ endoffset [0-9]*//' "$restore/previous.manifest" >"$restore/next.manifest"
        owned "$restore/next.manifest"; durable "$restore/next.manifest"
        mv -f "$restore/next.manifest" "$folder/$manifest"
    elif [ -e "$restore/previous.none" ] || staged; then rm -f "$folder/$manifest"
    else fail $failed 'nothing was exchanged that could be brought back'; fi
    durable "$folder"
}

# Where there was no manifest before, the one in force is of staged files.
staged() {
    names "$folder/$manifest"; files=${loaded#/}
    text "$restore/journal.json"
    while [ -n "$files" ]; do
        ! is_staged "${files%%/*}" || return 0
        files=${files#*/}
    done
    return 1
}

# The files go first and the journal's folder last: an interrupted removal is taken up again. What cannot be removed is told,
# and is no reason to leave everything else as it is.
finish() {
    recall; enter
    drop_unlisted previous
    [ "$mode" = dump ] || [ ! -e "$dump" ] || drop "$dump"
    clear_restore
}
# Both in one command, as with capture: what is dropped is decided by who has read the survey.
confirm() { # milliseconds
    survey "$1"
    printf 'content 0\n\n'
    IFS= read -r journal || return 0
    case $journal in '{'*'}') finish ;; esac
}
# Somebody has looked before: by now a step that was given up may have come to its end.
discard() {
    recall
    [ -z "$journal" ] || [ ! -e "$restore/journal.json" ] || ours || fail $changed 'another restore is under way'
    endmaker "$restore/.maker"
    [ $# -eq 0 ] || { text "$folder/$manifest"; [ "$text" = "$1" ] && { [ "$mode" = aof ] || [ -z "$2" ] || [ "$(dumped)" = "$2" ]; }; } || exit $changed
    # Room first: on a full disk not even the block can be made. What was exchanged is not there any more.
    [ "$mode" = dump ] || rm -rf "$restore/files" "$restore/reserve"
    drop_unlisted restored; clear_restore
}
note() { recall; enter; }

# Under the block Redis lists nothing new: what the manifest in force does not list is what it replaced, or was to replace it.
# One that quotes a name is left with all that is there. Of a restore that is taken back goes what came with it, and what Redis
# wrote after it: where the manifest before lists nothing, or is damaged, the files beside it may be all there is of the data.
drop_unlisted() { # previous or restored
    left=
    [ "$mode" = aof ] && [ -d "$folder" ] || return 0
    block || exit $changed
    names "$folder/$manifest"
    text "$restore/journal.json"
    which=$1; set --
    for file in ${loaded:+"$folder"/*}; do
        case ${file##*/} in restored-*.aof|restored-*.rdb|"$name"|"$name".*.base.*|"$name".*.incr.aof) ;; *) continue ;; esac
        case $loaded in *"/${file##*/}/"*) continue ;; esac
        [ "$which" = previous ] || came_with "${file##*/}" || continue
        set -- "$@" "$file"
    done
    [ $# -eq 0 ] || drop "$@"
}
is_staged() { # a name, by the journal in $text, which names Redis' own file as well
    stages=${text#*\"StagedFiles\":}
    case ${stages%%]*} in *\""$1"\"*) ;; *) return 1 ;; esac
}
came_with() {
    ! is_staged "$1" || return 0
    grep -qxF / "$restore/previous.files" 2>/dev/null || return 1
    found=0; grep -qxF -e "$1" "$restore/previous.files" || found=$?
    [ $found -eq 1 ]
}
drop() { rm -f -- "$@" 2>/dev/null || for file; do [ ! -e "$file" ] && [ ! -L "$file" ] || left=$left$file$nl; done; }
clear_restore() {
    unblock
    # At once: of a journal without its files, or files without their journal, nobody could tell what they are.
    [ ! -e "$gone" ] || rm -rf "$gone"
    [ ! -d "$restore" ] || { mv "$restore" "$gone"; rm -rf "$gone"; }
    rmdir "$scratch" 2>/dev/null || :
    emit left "$left"
    [ "$running" = no ] || resume
}

# A value is read by writing it out; a large one is left out, for it would be in memory twice.
sample() {
    inquire 'INFO keyspace'; ask '#' 'INFO keyspace'
    total=0 found=$answer
    for line in $found; do
        case $line in db*:keys=*) ;; *) continue ;; esac
        line=${line%%:*}
        inquire "SELECT ${line#db}" "EVAL \"local n = 0 for i = 1, $1 do local k = redis.call('RANDOMKEY') if k and (redis.call('MEMORY', 'USAGE', k) or 0) < 16777216 then redis.call('DUMP', k) n = n + 1 end end return n\" 0"
        ask OK SELECT; ask '[0-9]' EVAL
        total=$((total + answer))
    done
    emit read "$total"
}

end() { converse "$scratch/cli-$$"; shut; }

# A pause that cannot be ended ends by itself.
resume() { (program >/dev/null 2>&1 <<END) || :; }
CLIENT UNPAUSE
END

call() { program -e "$@"; }

# Redis reads them from its standard input, so that no copy of them is left. Where they say nothing of it, the append-only file
# is on: such a Redis loads a dump as well.
serve() {
    server=redis-server; command -v "$server" >/dev/null || server=valkey-server
    exec "$server" - "$@" <<END
$(printf '%s\n' 'appendonly yes' 'include /opt/bitnami/*/mounted-etc/*.conf' "$given" | open_to_all)
END
}
open_to_all() {
    while read -r name value || [ -n "$name" ]; do
        case $name in
            include) for file in $value; do [ ! -r "$file" ] || open_to_all <"$file"; done ;;
            ''|\#*|port|bind*|unixsocket*|tls-*|protected-mode|requirepass|user|acl*|master*|replica*|slaveof|cluster-*) ;;
            dir|pidfile|logfile|syslog-*|daemonize|supervised) ;;
            rename-command) rename "$value" ;;
            *) printf '%s %s\n' "$name" "$value" ;;
        esac
    done
}
# What somebody calls a command stands in the append-only file. Those that are asked here keep their names; one that is switched
# off is in no file, and one that is renamed twice keeps Redis from starting.
rename() { # a command and its name
    old=$(printf %s "${1%%[[:space:]]*}" | tr -d "\"'" | tr '[:upper:]' '[:lower:]') new=${1#*[[:space:]]}
    [ "$new" != "$1" ] || return 0
    new=${new#"${new%%[![:space:]]*}"}
    case $new in ''|'""'*|"''"*) return 0 ;; esac
    case " acl bgsave client config dump echo eval info memory module ping randomkey select shutdown $renamed " in *" $old "*) return 0 ;; esac
    renamed=$renamed\ $old
    printf 'rename-command %s %s\n' "$old" "$new"
}
renamed=''

misuse() { usage >&2; exit $misused; }
count() { case $1 in ''|*[!0-9]*) misuse ;; esac; }
# A verb that began with half of its words would do half of its work.
check() {
    [ $# -gt 0 ] || misuse
    verb=$1; shift
    case $verb:$# in
        snapshot:0|capture:0|release:0|finish:0|discard:0|discard:2|note:0|end:0|resume:0|back:0|survey:0) ;;
        survey:[12]) [ "$1" != check ] || shift; [ $# -eq 0 ] || { count "$1"; [ $# -eq 1 ] || misuse; } ;;
        sample:1|confirm:1) count "$1" ;;
        follow:2) count "$1"; count "$2" ;;
        call:[1-9]*|serve:*) ;;
        back:1) [ "$1" = end ] || misuse ;;
        back:2) case $1 in end|as) ;; *) misuse ;; esac ;;
        switch:4) case $4 in yes|no) ;; *) misuse ;; esac ;;
        stage:*[02468])
            [ $# -ge 4 ] || misuse
            case $4 in aof|dump) ;; *) misuse ;; esac
            shift 4
            while [ $# -gt 0 ]; do case $1 in ''|.|..|*/*) misuse ;; esac; count "$2"; shift 2; done ;;
        *) misuse ;;
    esac
}

cd -P .; root=$PWD place=$PWD journal='' running=yes
while :; do
    case ${1-} in
        --dir) [ $# -gt 1 ] || misuse; cd -P "$2" || exit $elsewhere; place=$PWD; shift 2 ;;
        --journal) [ $# -gt 1 ] || misuse; journal=$2; shift 2 ;;
        --stopped) running=no; shift ;;
        --user) [ $# -gt 1 ] || misuse; user=$2; shift 2 ;;
        --auth) IFS= read -r auth || :; shift ;;
        --settings) [ $# -gt 1 ] || misuse; given=$2; shift 2 ;;
        --help) usage; exit 0 ;;
        *) break ;;
    esac
done
check "$@"
case $running/$1 in
    yes/survey|yes/snapshot|yes/capture|yes/confirm|yes/follow|yes/switch|yes/back|yes/finish|yes/discard|yes/sample|yes/end|yes/resume|yes/call) reach ;;
esac
"$@"
