#!/usr/bin/env bash
# Forwards a loopback port to the API server of k3s on an instance, through AWS Systems Manager: no open port, no SSH.
set -euo pipefail

usage() {
  cat <<'END'
k3s-tunnel.sh up INSTANCE_ID  open the tunnel and point the file in KUBECONFIG at it
k3s-tunnel.sh down            close it

Needs the aws command with its Session Manager plugin, and credentials that may start a session.
K3S_TUNNEL_PORT  loopback port (default: 16443)
END
}

say() { printf 'k3s-tunnel: %s\n' "$*" >&2; }

port=${K3S_TUNNEL_PORT:-16443}
state=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/k3s-tunnel-$port
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

up() {
  local instance=$1
  if ! [[ $instance =~ ^m?i-[0-9a-f]{8,17}$ ]]; then
    printf 'k3s-tunnel: %q is no instance id such as i-0123456789abcdef0\n' "$instance" >&2
    exit 2
  fi
  if [[ -z ${KUBECONFIG:-} || ! -f $KUBECONFIG ]]; then
    say "set KUBECONFIG to the file that is to use the tunnel"
    exit 2
  fi
  if answers; then
    say "port $port is taken: choose another with K3S_TUNNEL_PORT"
    exit 1
  fi
  umask 077
  mkdir -p "$state"
  setsid aws ssm start-session --target "$instance" --document-name AWS-StartPortForwardingSession \
    --parameters "portNumber=6443,localPortNumber=$port" >"$state/log" 2>&1 </dev/null &
  echo $! >"$state/pid"
  for ((second = 0; second < 60; second++)); do
    if answers; then
      point "$KUBECONFIG"
      say "127.0.0.1:$port reaches $instance"
      return
    fi
    if ! kill -0 "$(cat "$state/pid")" 2>/dev/null; then break; fi
    sleep 1
  done
  cat "$state/log" >&2
  say "no tunnel to $instance: see the lines above"
  down
  exit 1
}

# In block style and in flow style, with quotes or without.
point() {
  sed -i "s|\(server\"\{0,1\}: *\)[^,}]*|\1\"https://127.0.0.1:$port\"|g" "$1"
  if ! grep -q "https://127.0.0.1:$port" "$1"; then
    say "$1 names no server that the tunnel could stand for: see kubectl config view --minify"
    down
    exit 1
  fi
}

down() {
  if [[ -f $state/pid ]]; then
    kill -- "-$(cat "$state/pid")" 2>/dev/null || true
    rm -rf "$state"
  fi
}

case "${1:-}" in
  up) if (($# != 2)); then usage >&2; exit 2; fi; up "$2" ;;
  down) if (($# != 1)); then usage >&2; exit 2; fi; down ;;
  help | -h | --help) usage ;;
  *) usage >&2; exit 2 ;;
esac
