#!/usr/bin/env bash
# Redis and Valkey of several releases for tests, from Debian's packages: unpacked, not installed, as whoever runs this.
set -euo pipefail

usage() {
  cat <<'END'
test-redis.sh up [SERVER ...]   unpack redis-7.0, redis-8.0 and valkey-8.1, or those that are named (20 MB each, once)

Prints a line SERVER=FOLDER for each. FOLDER holds redis-server, redis-cli, redis-check-aof and redis-check-rdb, which
run the private programs with the C library that they were built for; FOLDER/../root holds what was unpacked.
Exit 3: there is no Debian mirror here to take them from, and why.

TEST_REDIS_CACHE  where they are kept (default: ~/.cache/redis-lifecycle/servers)
TEST_REDIS_8_0, TEST_VALKEY_8_1, TEST_REDIS_7_0 name such folders to the tests, which also look into the default cache.
END
}

servers=${TEST_REDIS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/redis-lifecycle/servers}
programs=(server cli check-aof check-rdb)
instead="set TEST_REDIS_7_0, TEST_REDIS_8_0 and TEST_VALKEY_8_1 to folders with the programs"
say() { printf 'test-redis: %s\n' "$*" >&2; }
impossible() { say "$*"; exit 3; }

# The release of Debian that has the server, and its name in it.
origin() {
  case $1 in
    redis-7.0) echo bookworm redis ;;
    redis-8.0) echo trixie redis ;;
    valkey-8.1) echo trixie valkey ;;
    *) say "there is no server $1"; usage >&2; exit 2 ;;
  esac
}

up() {
  local server folder digest tool
  for server; do origin "$server" >/dev/null; done
  for tool in apt-get dpkg flock; do command -v "$tool" >/dev/null || impossible "no $tool here: run on Debian, or $instead"; done
  mkdir -p "$servers"
  servers=$(realpath "$servers")
  digest=$(sha256sum <"${BASH_SOURCE[0]}" | cut -c 1-12)
  exec 9>"$servers/lock"
  flock 9
  for server; do
    folder=$server-$digest
    [[ -d $servers/$folder ]] || (unpack "$server" "$folder")
    # By name alone it is found by who has not called this.
    ln -sfn "$folder" "$servers/.link-$server"
    mv -fT "$servers/.link-$server" "$servers/$server"
    echo "$server=$servers/$folder/bin"
  done
}

unpack() {
  local server=$1 folder=$2 suite name package packages
  read -r suite name <<<"$(origin "$server")"
  say "fetching $server from Debian $suite (once)"
  rm -rf "$servers"/.work-*
  work=$(mktemp -d "$servers/.work-XXXXXX")
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work"/{lists,cache/archives}/partial "$work"/{debs,all,server/bin,server/root}
  find_mirror "$suite"
  # The libraries among what it depends on; the rest would set up a machine.
  packages=$(apt_get install --simulate --no-install-recommends "$name-server" | sed -nE 's/^Inst ((lib|zlib|redis-|valkey-)[^ ]*) .*/\1/p') ||
    impossible "$server is not in Debian $suite: $(reason)"
  # shellcheck disable=SC2086 # package names, one word each
  (cd "$work/debs" && apt_get download $packages >>"$work/log") || impossible "$server cannot be fetched: $(reason)"
  for package in "$work"/debs/*.deb; do dpkg -x "$package" "$work/all"; done
  (keep_needed "$name" "$work/all" "$work/server/root")
  write_programs "$name" "$work/server"
  "$work/server/bin/redis-server" --version | grep -qF "v=${server#*-}." || impossible "Debian $suite no longer has $server, or it does not run here"
  mv -T "$work/server" "$servers/$folder"
}

# Whatever format the machine's sources have, apt says what they come to. Any mirror of Debian has every release.
find_mirror() {
  local suite=$1 mirrors mirror option
  mirrors=$(apt-get update --print-uris 2>>"$work/log" | sed -nE "s|^'(.*)/dists/.*/InRelease' .*|\1|p" | sort -u)
  for option in signed-by=/usr/share/keyrings/debian-archive-keyring.gpg trusted=yes; do
    for mirror in $mirrors; do
      echo "deb [$option] $mirror $suite main" >"$work/sources.list"
      if apt_get update >>"$work/log"; then return; fi
    done
    [[ $option == trusted=yes ]] || say "no mirror here has a $suite that this machine's keys of Debian vouch for: taking it unverified, for these tests alone"
  done
  impossible "apt's sources name no mirror with Debian $suite ($(reason)): add one, or $instead"
}

apt_get() {
  apt-get -qq -o Dir::State::Lists="$work/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$work/cache" \
    -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Debug::NoLocking=true -o APT::Sandbox::User= -o APT::Update::Error-Mode=any "$@" 2>>"$work/log"
}
reason() { grep '^[EW]:' "$work/log" | tail -n 1; }

# The programs and the libraries that they load; the packages hold ten times as much.
keep_needed() {
  local name=$1 from=$2 target=$3 loader libraries
  cd "$from"
  loader=$(find . -name 'ld-linux*.so.*' -type f -printf '%P\n' | head -n 1)
  libraries=$(find "$PWD" -name 'lib*.so.*' -path '*/lib/*' -printf '%h\n' | sort -u | paste -sd :)
  for program in "${programs[@]}"; do
    "./$loader" --library-path "$libraries" --list "usr/bin/$name-$program"
    cp -L --parents "usr/bin/$name-$program" "$loader" "$target"
  done | sed -nE "s|.* => $PWD/(.*) \(.*|\1|p" | sort -u | xargs cp -L --parents -t "$target"
}

# The loader would name itself as the program, by which Redis knows its checkers and restarts itself.
write_programs() {
  local name=$1 target=$2 program loader libraries
  loader=$(cd "$target/root" && find . -name 'ld-linux*.so.*' -printf '%P\n')
  # shellcheck disable=SC2016 # a variable of the written program
  libraries=$(cd "$target/root" && find . -name 'lib*.so.*' -printf '$root/%P\n' | sed 's|/[^/]*$||' | sort -u | paste -sd :)
  for program in "${programs[@]}"; do
    cat >"$target/bin/redis-$program" <<END
#!/bin/sh
root=\${0%/*}/../root
exec "\$root/$loader" --argv0 "\$0" --library-path "$libraries" "\$root/usr/bin/$name-$program" "\$@"
END
    chmod +x "$target/bin/redis-$program"
    [[ $name == redis ]] || ln -s "redis-$program" "$target/bin/$name-$program"
  done
}

case "${1:-}" in
  up)
    shift
    (($#)) || set -- redis-7.0 redis-8.0 valkey-8.1
    up "$@" ;;
  -h | --help) usage ;;
  *) usage >&2; exit 2 ;;
esac
