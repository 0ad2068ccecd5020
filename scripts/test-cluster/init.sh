#!/usr/bin/env bash
# Process 1 of the cluster's namespaces. The servers see the machine, but with directories of the cluster's own
# where they leave files, and with stand-ins for the kernel settings that the kubelet would change for all.
set -euo pipefail
state=$1 cache=$2
bind() { mount --no-mtab --no-canonicalize --bind "$1" "$2"; }

cd "$state"
bind "$cache" ./cache
while read -r setting value; do
  echo "$value" >"kernel/${setting##*/}"
  bind "./kernel/${setting##*/}" "/proc/sys/$setting"
done <<'SETTINGS'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
SETTINGS

# The current directory stays reachable while one of these covers its path.
for directory in run var tmp; do bind "./$directory" "/$directory"; done
mkdir -p "$state"
mount --no-mtab --no-canonicalize --rbind . "$state"

touch ready
exec ./cache/bin/pause
