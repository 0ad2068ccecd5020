#!/usr/bin/env bash
# A real S3 server for tests: Ceph's RADOS Gateway with one monitor and one OSD, from Debian's
# packages (unpacked, not installed), on loopback only, as whoever runs this.
set -euo pipefail
# shellcheck source=scripts/test-s3/processes.sh
source "$(dirname "${BASH_SOURCE[0]}")/test-s3/processes.sh"

usage() {
  cat <<'END'
test-s3.sh up      [STATE_DIR]                    start a server, or check TEST_S3_ENDPOINT's
test-s3.sh down    [STATE_DIR]                    stop it and remove all that it wrote
test-s3.sh status  [STATE_DIR]                    exit 0 if it answers, 1 if not
test-s3.sh user    NAME ACCESS SECRET [STATE_DIR] create a user with no rights but bucket policies
test-s3.sh gateway stop|start [STATE_DIR]         take the endpoint away and back; data stays
test-s3.sh build                                  only fetch the server (65 MB, once)

STATE_DIR/env holds the endpoint and an administrator's keys. Data is bounded at 8 GiB of disk.
TEST_S3_ENDPOINT  use this server instead of starting one
TEST_S3_PORT      port to listen on (default: a free one)
TEST_S3_CACHE     where the server is kept (default: ~/.cache/redis-lifecycle)
END
}

say() { echo "test-s3: $*"; }
die() { say "$@" >&2; exit 1; }
impossible() { say "$*; or name an S3 server in TEST_S3_ENDPOINT" >&2; exit 3; }
need() { for tool; do command -v "$tool" >/dev/null || impossible "no $tool here: install it, on Debian"; done; }

# --- The server's programs

find_programs() {
  for programs in "$cache"/ceph-*; do
    libraries=$(echo "$programs"/usr/lib/*-linux-gnu)
    library_path=$libraries:$libraries/ceph:$programs/lib/${libraries##*/}
    if loads ceph-mon && loads ceph-osd && loads radosgw && loads radosgw-admin && loads osdmaptool; then return; fi
  done
  return 1
}
loads() {
  [[ -x $programs/usr/bin/$1 && $(LD_LIBRARY_PATH=$library_path ldd "$programs/usr/bin/$1") != *'not found'* ]]
}

build() {
  if find_programs; then return; fi
  need apt-get dpkg flock
  mkdir -p "$cache"
  exec 9>"$cache/ceph.lock"
  flock 9
  find_programs || (fetch_programs)
  exec 9>&-
  find_programs || impossible "Debian's packages do not run on this system"
}

fetch_programs() {
  local package version
  say "fetching Ceph's packages from Debian's mirror (65 MB, once)"
  rm -rf "$cache"/.ceph-*
  work=$(mktemp -d "$cache/.ceph-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work"/{lists,apt/archives}/partial "$work/root"
  private_apt update || true
  private_apt install --reinstall --download-only --no-install-recommends --yes \
    radosgw ceph-mon ceph-osd ceph-base ceph-common ||
    impossible "apt cannot fetch Ceph ($(grep '^E:' "$work/log" | tail -1)): check its sources"
  # The other dependencies are scripts and system tools, a setuid sudo among them.
  for package in "$work"/apt/archives/{lib*,ceph-*,radosgw}_*.deb; do dpkg -x "$package" "$work/root"; done
  version=$(basename "$work"/apt/archives/ceph-osd_*.deb | cut -d_ -f2)
  rm -rf "$cache/ceph-$version"
  mv -T "$work/root" "$cache/ceph-$version"
}
private_apt() {
  apt-get -qq -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/apt" -o Debug::NoLocking=1 \
    -o APT::Sandbox::User= "$@" >>"$work/log" 2>&1
}

# --- The server

ours() { [[ -d $records || -d $records.ended ]]; }
endpoint() { sed -n 's/^TEST_S3_ENDPOINT=//p' "$state/env" 2>/dev/null; }
answers() { curl -s -o /dev/null --max-time 5 "$@"; }
answers_here() { answers --noproxy '*' "$1"; }
listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
external() { [[ -n ${TEST_S3_ENDPOINT:-} && $TEST_S3_ENDPOINT != "$(endpoint)" ]]; }

up() {
  need curl
  if external; then status; return; fi
  need flock setsid
  build
  exec 9>"$cache/ceph.up.lock"
  flock 9
  if [[ -e $state/env ]] && alive "$records/mon" && alive "$records/osd"; then
    gateway start
  else
    if ours; then down; fi
    trap 'down >/dev/null' EXIT
    start
    trap - EXIT
  fi
  say "endpoint $(endpoint); its keys: set -a; . $state/env; set +a"
  say "stop it with: $0 down $state"
}

start() {
  local port=${TEST_S3_PORT:-$(free_port)} monitor cluster=5f1c9a52-3a3c-4f4e-9d0e-7c1b6a2f0d11 id secret
  monitor=$(free_port)
  ! listening "$port" || die "port $port is taken: choose another TEST_S3_PORT, or none"
  mkdir -p "$state"
  [[ -z $(ls -A "$state") ]] || die "$state holds other files: name an empty or a new folder"
  mkdir -m 700 "$records" "$state"/{log,mon,osd}
  sed "s|@gateway@|$port|; s|@monitor@|$monitor|; s|@cluster@|$cluster|; s|@state@|$state|; s|@libraries@|$libraries|" \
    "$(dirname "${BASH_SOURCE[0]}")/test-s3/ceph.conf" >"$state/ceph.conf"
  say "starting $(basename "$programs") in $state"
  run monmaptool --create --fsid "$cluster" --addv a "[v2:127.0.0.1:$monitor]" "$state/monmap"
  run osdmaptool --createsimple 1 "$state/osdmap" --pg-bits 0
  run ceph-mon -f -i a --mkfs --monmap "$state/monmap" --osdmap "$state/osdmap"
  launch mon ceph-mon -f -i a
  # Without -f even --mkfs works in a child of its own, which nobody has on record.
  run ceph-osd -f -i 0 --mkfs
  await mon ceph-mon listening "$monitor"
  launch osd ceph-osd -f -i 0
  launch gateway radosgw -f -n client.rgw
  await gateway radosgw answers_here "http://127.0.0.1:$port"
  secret=$(od -An -N20 -tx1 /dev/urandom | tr -d ' \n')
  id=admin${secret:0:8} secret=${secret:8}
  run radosgw-admin user create --uid=admin --display-name=admin --access-key="$id" --secret-key="$secret"
  printf '%s\n' "TEST_S3_STATE=$(printf %q "$state")" "TEST_S3_ENDPOINT=http://127.0.0.1:$port" "AWS_ACCESS_KEY_ID=$id" \
    "AWS_SECRET_ACCESS_KEY=$secret" AWS_REGION=us-east-1 | (umask 077 && cat >"$state/env")
}

free_port() {
  local port
  # The OSD takes its own from 20000 on; those from 32768 on are for outgoing connections.
  while port=$((RANDOM % 9000 + 22000)); listening "$port"; do :; done
  echo "$port"
}

down() {
  if ! ours; then
    rmdir "$state" 2>/dev/null || true
    if external; then say "left the server at $TEST_S3_ENDPOINT as it is"; else say "nothing to stop in $state"; fi
    return
  fi
  mv -T "$records" "$records.ended" 2>/dev/null || true
  kill_recorded "$records.ended"/*
  find "$state" -mindepth 1 -maxdepth 1 ! -path "$records.ended" -exec rm -rf {} +
  rm -rf "$state"
  say "stopped, and removed $state"
}

status() {
  if external; then
    answers "$TEST_S3_ENDPOINT" || die "nothing answers at $TEST_S3_ENDPOINT: start it, or unset TEST_S3_ENDPOINT"
    say "using the server at $TEST_S3_ENDPOINT"
  else
    answers_here "$(endpoint)" || die "nothing answers in $state: run $0 up $state"
    say "$(endpoint) answers"
  fi
}

user() {
  local verb=create
  if [[ -e $state/user-$1 ]]; then verb=modify; fi
  run radosgw-admin user "$verb" --uid="$1" --display-name="$1" --access-key="$2" --secret-key="$3" --max-buckets=-1
  touch "$state/user-$1"
  say "user $1 is arn:aws:iam:::user/$1 in bucket policies"
}

gateway() {
  if [[ $1 == stop ]]; then
    kill_recorded "$records/gateway"
    say "$(endpoint) is down"
  elif ! alive "$records/gateway"; then
    launch gateway radosgw -f -n client.rgw
    await gateway radosgw answers_here "$(endpoint)"
    say "$(endpoint) is up again"
  fi
}

cache=${TEST_S3_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/redis-lifecycle}
in_state() {
  state=$(realpath -m "${1:-${TMPDIR:-/tmp}/redis-lifecycle-test-s3}")
  records=$state/test-s3.processes
}
running_in_state() {
  in_state "$1"
  [[ -e $state/env ]] || die "no server of this script in $state: run $0 up $state"
  find_programs || die "the server's programs have left $cache: run $0 down $state, then up"
}
misuse() { usage >&2; exit 2; }
case "${1:-}" in
  build) build; say "the server is in $programs" ;;
  up | down | status) in_state "${2:-}"; "$1" ;;
  user) (($# >= 4)) || misuse; running_in_state "${5:-}"; user "$2" "$3" "$4" ;;
  gateway) [[ ${2:-} == @(stop|start) ]] || misuse; running_in_state "${3:-}"; gateway "$2" ;;
  *) misuse ;;
esac
