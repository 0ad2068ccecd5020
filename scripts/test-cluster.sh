#!/usr/bin/env bash
set -euo pipefail

usage() {
  cat <<'TEXT'
A throwaway one-node Kubernetes for tests, made from Debian packages alone.

  test-cluster.sh up [STATE_DIR]              start it; prints the settings to export, so: eval "$(test-cluster.sh up)"
  test-cluster.sh down [STATE_DIR]            stop it and remove all traces, also of a start that was cut short
  test-cluster.sh status [STATE_DIR]          say whether it is up; exit 0 when it is, 1 when not
  test-cluster.sh api stop|start [STATE_DIR]  stop and start the API server while the pods keep running
  test-cluster.sh build                       fill the cache (once, some minutes; `up` does it when needed)

STATE_DIR/env holds the same settings for `source`. Exit 3: no cluster can run here, and why.

  TEST_KUBECONFIG      an existing cluster to use as it is, instead of starting one
  TEST_CLUSTER_PORT    first of five loopback ports (16440, or the next that are free); also tells clusters on one machine apart
  TEST_CLUSTER_CACHE   where the compiled servers and images are kept
TEXT
}

# shellcheck disable=SC2034 # these are for the parts
kubernetes_version=1.20.2 debian=bookworm

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/test-cluster
# shellcheck disable=SC2034
cache=${TEST_CLUSTER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/redis-lifecycle/kubernetes-$kubernetes_version}

say() { printf 'test-cluster: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
unsupported() { say "$*, or set TEST_KUBECONFIG to an existing cluster"; exit 3; }

for part in host build images network servers cluster; do
  # shellcheck source=/dev/null
  source "$here/$part.sh"
done

command=${1:-help}
case $command in
  api) action=${2:-} state=${3:-} ;;
  *) state=${2:-} ;;
esac
state=$(realpath -m "${state:-${TMPDIR:-/tmp}/redis-lifecycle-test-cluster}")

case $command in
  up) up ;;
  down) down ;;
  status) status ;;
  build) build ;;
  api)
    case $action in
      stop | start) "api_$action" ;;
      *) usage >&2; exit 2 ;;
    esac ;;
  help | -h | --help) usage ;;
  *) usage >&2; exit 2 ;;
esac
