# shellcheck shell=bash disable=SC2154
# The life of a cluster. All of it runs in one PID and one mount namespace: when their first process ends, the kernel
# ends every server and container and drops every mount, however they were started.

up() {
  if external; then
    require_external
    say "TEST_KUBECONFIG names an existing cluster, and it answers: nothing to start"
    echo "export TEST_KUBECONFIG=$(printf %q "$TEST_KUBECONFIG")"
    return
  fi
  require_host
  lock
  ensure_cache
  ensure_images
  install_missing iproute2 libseccomp2 openssl
  load_settings
  if running && node_ready; then
    say "already up"
    [[ $(cat "$state/images" 2>/dev/null) == "$images" ]] || import_images
  else
    remove_all
    load_settings
    start
  fi
  cat "$state/env"
}

start() {
  local began=$SECONDS
  choose_ports
  say "starting Kubernetes $kubernetes_version in $state"
  mkdir -p "$state"
  chmod 700 "$state"
  echo "port=$port" >"$state/settings"
  mkdir -p "$state"/{cache,cni,kernel,log,pki,run,tmp,var/{lib,log,tmp}}
  chmod 1777 "$state"/{tmp,var/tmp}
  ln -s /run "$state/var/run"
  make_certificates
  write_kubeconfig
  add_bridge
  add_cgroups
  start_namespaces
  start_etcd
  start_containerd
  start_api
  start_kubelet # before the API server answers, as it first waits 5 s for a Docker that is not there
  import_images & local import=$!
  say "waiting for the API server"
  wait_for 60 kube get --raw /readyz || start_failed kube-apiserver
  wait "$import" || start_failed containerd
  start_controllers
  quietly kube create --filename "$here/storage-class.yaml"
  say "waiting for the node"
  wait_for 60 node_ready || start_failed kubelet
  {
    echo "export TEST_KUBECONFIG=$(printf %q "$state/kubeconfig")"
    echo "export PATH=\"\$PATH:\"$(printf %q "$cache/tools")"
  } >"$state/env"
  say "up after $((SECONDS - began)) s"
}

start_failed() {
  tail -n 5 "$state/log/$1.log" >&2 || true
  fail "start failed: see $state/log/$1.log, then run '$0 down $state'"
}

# The process notes itself before it becomes `unshare`, and holds the lock until then: it cannot be missed.
start_namespaces() {
  (
    process=$BASHPID # within $(…) it would be another
    echo "$process $(start_time "$process")" >"$state/process"
    exec setsid unshare --mount --pid --mount-proc --fork --kill-child bash "$here/init.sh" "$state" "$cache" \
      </dev/null >"$state/log/init.log" 2>&1 9>&-
  ) &
  wait_for 10 test -e "$state/ready" || start_failed init
}

node_ready() {
  local node='{.status.conditions[?(@.type=="Ready")].status}{.spec.taints}'
  [[ $(kube get node localhost --output jsonpath="$node") == True ]] &&
    kube get --namespace default serviceaccount default >/dev/null
}

down() {
  if external; then
    say "TEST_KUBECONFIG names an existing cluster: left as it is"
    return
  fi
  if [[ ! -e $state ]]; then
    say "nothing to stop in $state"
    return
  fi
  require_host
  lock
  load_settings
  remove_all
  say "down"
}

remove_all() {
  [[ -e $state ]] || return 0
  if [[ ! -e $state/settings ]]; then
    rmdir "$state" 2>/dev/null || fail "$state holds other files: name another directory"
    return
  fi
  stop_namespaces
  wait_for 10 remove_cgroups
  remove_bridge
  # The settings go last: they mark what is left, should this be cut short.
  find "$state" -mindepth 1 -depth ! -path "$state/settings" -delete
  rm -r "$state"
}

stop_namespaces() {
  running || return 0
  local process init
  read -r process _ <"$state/process"
  init=$(cat "/proc/$process/task/$process/children")
  # shellcheck disable=SC2086
  kill -KILL ${init:-$process} # `unshare` then ends too, having seen to its child
  # shellcheck disable=SC2086
  wait_for 30 ended $process $init
}

ended() {
  local process
  for process in "$@"; do [[ -z $(start_time "$process") ]] || return; done
}

running() {
  local process started
  read -r process started 2>/dev/null <"$state/process" && [[ $(start_time "$process") == "$started" ]]
}

# Settings are run as root, and the default directory is where anyone may put one.
load_settings() {
  [[ ! -e $state || -O $state ]] || fail "$state belongs to another user: name another directory"
  port=${TEST_CLUSTER_PORT:-16440}
  # shellcheck source=/dev/null
  [[ ! -e $state/settings ]] || source "$state/settings"
}

status() {
  if external; then
    require_external
    say "an existing cluster answers: $TEST_KUBECONFIG"
  elif ! running; then
    say "down"
    return 1
  elif ! kube get --raw /readyz >/dev/null 2>&1; then
    say "started, but the API server does not answer: $state/kubeconfig"
    return 1
  else
    say "up: $state/kubeconfig"
  fi
}

api_stop() {
  require_own
  stop_api || { say "the API server is stopped already"; return; }
  say "API server stopped"
}

api_start() {
  require_own
  if ! kube get --raw /readyz >/dev/null 2>&1; then
    stop_api || true
    start_api
    wait_for 60 kube get --raw /readyz || start_failed kube-apiserver
  fi
  say "API server started"
}

require_own() {
  ! external || { say "the API server of an existing cluster is not for this script to stop or start"; exit 3; }
  require_host
  lock
  load_settings
  running || fail "no cluster runs in $state: start it with '$0 up'"
}

external() { [[ ${TEST_KUBECONFIG:-} && $(realpath -m "$TEST_KUBECONFIG") != "$state/kubeconfig" ]]; }

require_external() {
  local kubectl
  kubectl=$(PATH="$PATH:$cache/tools" type -P kubectl) || { say "checking TEST_KUBECONFIG needs kubectl: install it"; exit 3; }
  "$kubectl" --kubeconfig "$TEST_KUBECONFIG" --request-timeout 10s get --raw /readyz >/dev/null ||
    fail "the cluster that TEST_KUBECONFIG names does not answer: repair it, or unset TEST_KUBECONFIG to start one"
}
