# Sourced by test-s3.sh: the server's processes, as files in $records.
# Each records its own pid and start time before it becomes the program; `down` takes the folder
# away first, so that none can start unseen.
# shellcheck shell=bash disable=SC2154

launch() {
  local name=$1 program=$2 pid
  shift 2
  rm -f "$records/$name"
  (
    pid=$BASHPID
    exec 9>&-
    echo "$pid $(start_time "$pid")" >"$state/$name.new" && mv "$state/$name.new" "$records/$name" || exit
    exec env LD_LIBRARY_PATH="$library_path" setsid "$programs/usr/bin/$program" -c "$state/ceph.conf" "$@"
  ) </dev/null >>"$state/log/$program" 2>&1 &
}

run() { launch "$1.$$" "$@"; wait $! || die "$1 failed: $(last_words "$1")"; }

last_words() { grep . "$state/log/$1" | tail -1; }

start_time() {
  local stat
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return
  read -ra stat <<<"${stat##*) }"
  [[ ${stat[0]} != Z ]] && echo "${stat[19]}"
}

alive() {
  local start
  { read -r alive_pid start <"$1"; } 2>/dev/null && [[ $(start_time "$alive_pid") == "$start" ]]
}

kill_recorded() {
  local record tries
  for record; do if alive "$record"; then kill -KILL "$alive_pid" 2>/dev/null || true; fi; done
  for record; do
    for ((tries = 0; tries < 200; tries++)); do alive "$record" || continue 2; sleep 0.05; done
    die "process $alive_pid does not end: try again"
  done
}

await() {
  local name=$1 program=$2 tries
  shift 2
  for ((tries = 0; tries < 600; tries++)); do
    if "$@"; then return; fi
    [[ ! -e $records/$name ]] || alive "$records/$name" || break
    sleep 0.05
  done
  die "$program does not answer: $(last_words "$program")"
}
