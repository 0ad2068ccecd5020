# shellcheck shell=bash disable=SC2154
# What the machine must offer, and what keeps runs on it apart.

require_host() {
  [[ $(id -u) == 0 ]] || unsupported "starting a cluster needs root: run as root"
  local ID='' VERSION_CODENAME=''
  # shellcheck source=/dev/null
  source /etc/os-release
  [[ "$ID $VERSION_CODENAME" == "debian $debian" ]] ||
    unsupported "the cluster is made from packages of Debian $debian, and this is ${ID:-unknown} $VERSION_CODENAME: run on Debian $debian"
  unshare --mount --pid --fork true 2>/dev/null ||
    unsupported "namespaces may not be created here: run on a machine or in a privileged container"
  [[ -w /sys/fs/cgroup ]] || unsupported "/sys/fs/cgroup is read-only: run on a machine or in a privileged container"
}

# Background processes inherit descriptor 9 on purpose: what outlives a killed run keeps the next one waiting.
lock() {
  mkdir -p "$(dirname "$cache")"
  exec 9>"$cache.lock"
  flock --nonblock 9 && return
  say "waiting for another run to finish"
  flock 9
}

install_missing() {
  local package missing=()
  for package in "$@"; do
    # shellcheck disable=SC2016
    [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  say "installing ${missing[*]}"
  quietly apt-get update -q
  DEBIAN_FRONTEND=noninteractive quietly apt-get -o DPkg::Lock::Timeout=300 install -qy --no-install-recommends "${missing[@]}"
}

quietly() {
  local output
  output=$("$@" 2>&1) || fail "'$*' failed: ${output:$((${#output} > 2000 ? -2000 : 0))}"
}

start_time() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return
  read -ra stat <<<"${stat##*) }"
  [[ ${stat[0]} != Z ]] && echo "${stat[19]}"
}

wait_for() {
  local seconds=$1 deadline=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || { say "gave up after $seconds s: $*"; return 1; }
    sleep 0.2
  done
}
