# shellcheck shell=bash disable=SC2154
# What the cluster has outside its namespaces: a bridge, and a parent for its control groups. Both carry its port.

bridge() { echo "rl-test-$port"; }
cgroup() { echo "redis-lifecycle-test-$port"; }
subnet() { echo "198.18.$((port / 10 % 256))"; }  # of the range set aside for benchmarks (RFC 2544)

# Another cluster on this machine may have the usual ones: only those that were asked for by name must be free.
choose_ports() {
  if [[ -n ${TEST_CLUSTER_PORT:-} ]]; then
    ! taken || fail "$busy: take other ports with TEST_CLUSTER_PORT, or stop what has them"
    return
  fi
  local first=$port
  while taken; do
    say "$busy: trying the next ports"
    ((port += 10))
    ((port < first + 100)) || fail "none of the ports from $first on is free: stop what has them, or name others with TEST_CLUSTER_PORT"
  done
}

taken() {
  busy=$(ss -Hltn "sport >= :$port and sport <= :$((port + 4))" | awk '{ print $4 }' | xargs)
  [[ -z $busy ]] || { busy="in use already: $busy"; return; }
  [[ -z $(ip -4 route show root "$(subnet).0/24") ]] || { busy="in use already: the network $(subnet).0/24"; return; }
  ip link show dev "$(bridge)" >/dev/null 2>&1 && busy="in use already: the bridge $(bridge)"
}

# The bridge also carries the node's address, since the kubelet refuses one of the loopback interface.
add_bridge() {
  ip link add name "$(bridge)" type bridge
  ip link set dev "$(bridge)" up
  ip address add "$(subnet).1/24" dev "$(bridge)"
}

remove_bridge() {
  ip link show dev "$(bridge)" >/dev/null 2>&1 || return 0
  ip link delete dev "$(bridge)"
}

# Version 1 has one hierarchy per controller, each a directory; version 2 has one in all, where a parent must first
# hand its controllers down.
cgroups() {
  local hierarchies=(/sys/fs/cgroup/*/)
  [[ ! -e /sys/fs/cgroup/cgroup.controllers ]] || hierarchies=(/sys/fs/cgroup/)
  printf "%s$(cgroup)\n" "${hierarchies[@]}"
}

add_cgroups() {
  cgroups | xargs mkdir -p
  [[ ! -e /sys/fs/cgroup/cgroup.controllers ]] ||
    sed 's/[^ ]*/+&/g' /sys/fs/cgroup/cgroup.controllers >/sys/fs/cgroup/cgroup.subtree_control
}

remove_cgroups() {
  local directory
  for directory in $(cgroups); do
    [[ ! -d $directory ]] || find "$directory" -depth -type d -exec rmdir {} + || return
  done
}
