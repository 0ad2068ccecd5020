# shellcheck shell=bash disable=SC2154
# The servers of the cluster, all of them in its namespaces and listening on loopback alone.

make_certificates() (
  cd "$state/pki" || exit
  openssl ecparam -name prime256v1 -genkey -noout -out service-accounts.key
  quietly openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 \
    -subj /CN=test-cluster -keyout ca.key -out ca.crt
  make_certificate server /CN=kube-apiserver
  make_certificate admin /O=system:masters/CN=admin
)

make_certificate() {
  quietly openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr"
  echo "subjectAltName=DNS:localhost,DNS:kubernetes.default.svc,IP:127.0.0.1" >"$1.ext"
  quietly openssl x509 -req -days 365 -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -extfile "$1.ext" -out "$1.crt"
}

write_kubeconfig() {
  cat >"$state/kubeconfig" <<CONFIG
apiVersion: v1
kind: Config
current-context: test
contexts: [{name: test, context: {cluster: test, user: admin}}]
clusters:
  - name: test
    cluster: {server: "https://127.0.0.1:$port", certificate-authority-data: $(base64 -w0 "$state/pki/ca.crt")}
users:
  - name: admin
    user:
      client-certificate-data: $(base64 -w0 "$state/pki/admin.crt")
      client-key-data: $(base64 -w0 "$state/pki/admin.key")
CONFIG
}

kube() {
  "$cache/tools/kubectl" --kubeconfig "$state/kubeconfig" --cache-dir "$state/kubectl" --request-timeout 5s "$@"
}

in_cluster() {
  local process
  read -r process _ <"$state/process"
  nsenter --target "$process" --mount --pid="/proc/$process/ns/pid_for_children" -- \
    env -C "$state" PATH="$state/cache/bin:$PATH" "$@"
}

serve() {
  # shellcheck disable=SC2016
  in_cluster bash -c 'name=$1; shift
    setsid "$@" </dev/null >>"log/$name.log" 2>&1 9>&- &
    echo $! >"log/$name.pid"' serve "$@"
}

start_etcd() {
  local url=https://127.0.0.1:$((port + 1)) peer=https://127.0.0.1:$((port + 2))
  serve etcd etcd --data-dir=etcd --unsafe-no-fsync --listen-client-urls="$url" --advertise-client-urls="$url" \
    --listen-peer-urls="$peer" --initial-advertise-peer-urls="$peer" --initial-cluster="default=$peer" \
    --cert-file=pki/server.crt --key-file=pki/server.key --trusted-ca-file=pki/ca.crt --client-cert-auth \
    --peer-cert-file=pki/server.crt --peer-key-file=pki/server.key --peer-trusted-ca-file=pki/ca.crt --peer-client-cert-auth
}

start_api() {
  serve kube-apiserver kube-apiserver --bind-address=127.0.0.1 --secure-port="$port" --advertise-address=127.0.0.1 \
    --endpoint-reconciler-type=none --authorization-mode=RBAC --allow-privileged --service-cluster-ip-range=10.96.0.0/16 \
    --etcd-servers="https://127.0.0.1:$((port + 1))" \
    --etcd-cafile=pki/ca.crt --etcd-certfile=pki/server.crt --etcd-keyfile=pki/server.key \
    --client-ca-file=pki/ca.crt --tls-cert-file=pki/server.crt --tls-private-key-file=pki/server.key \
    --kubelet-client-certificate=pki/admin.crt --kubelet-client-key=pki/admin.key \
    --kubelet-certificate-authority=pki/ca.crt --kubelet-preferred-address-types=Hostname \
    --service-account-issuer=https://kubernetes.default.svc \
    --service-account-key-file=pki/service-accounts.key --service-account-signing-key-file=pki/service-accounts.key
}

stop_api() {
  # shellcheck disable=SC2016
  in_cluster bash -c 'pid=$(<log/kube-apiserver.pid)
    grep -qx kube-apiserver "/proc/$pid/comm" && kill -KILL "$pid"' 2>/dev/null
}

start_controllers() {
  # shellcheck disable=SC2016
  serve kube-controller-manager bash -c 'umask 0; exec "$@"' - kube-controller-manager \
    --kubeconfig=kubeconfig --leader-elect=false --port=0 --secure-port=0 \
    --service-account-private-key-file=pki/service-accounts.key --root-ca-file=pki/ca.crt \
    --enable-hostpath-provisioner --flex-volume-plugin-dir="$state/var/lib/flexvolumes"
  serve kube-scheduler kube-scheduler --kubeconfig=kubeconfig --leader-elect=false --port=0 --secure-port=0
}

# containerd: runc may not lower OOM scores without CAP_SYS_RESOURCE, and then fails with "can't get final child's PID".
start_containerd() {
  local snapshotter=overlayfs
  [[ $(stat --file-system --format %T "$state") != overlayfs ]] || snapshotter=native
  cat >"$state/containerd.toml" <<CONFIG
version = 2
[plugins."io.containerd.internal.v1.opt"]
  path = "$state/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  disable_apparmor = true
  stream_server_address = "127.0.0.1"
  stream_server_port = "$((port + 3))"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$snapshotter"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$state/cache/cni"
    conf_dir = "$state/cni"
CONFIG
  cat >"$state/cni/test.conflist" <<CONFIG
{"cniVersion": "0.4.0", "name": "$(bridge)", "plugins": [{"type": "bridge", "bridge": "$(bridge)",
  "ipam": {"type": "host-local", "ranges": [[{"subnet": "$(subnet).0/24", "rangeStart": "$(subnet).2"}]]}}]}
CONFIG
  serve containerd containerd --config containerd.toml
}

import_images() {
  wait_for 30 in_cluster ctr version
  local image
  for image in "$cache"/images/pause.tar "$cache/$images"/*.tar; do
    quietly in_cluster ctr --namespace k8s.io images import "cache/${image#"$cache/"}"
  done
  echo "$images" >"$state/images"
}

start_kubelet() {
  cat >"$state/kubelet.yaml" <<CONFIG
kind: KubeletConfiguration
apiVersion: kubelet.config.k8s.io/v1beta1
address: 127.0.0.1
port: $((port + 4))
healthzPort: 0
tlsCertFile: $state/pki/server.crt
tlsPrivateKeyFile: $state/pki/server.key
authentication: {x509: {clientCAFile: $state/pki/ca.crt}, anonymous: {enabled: false}}
cgroupDriver: cgroupfs
cgroupRoot: /$(cgroup)
failSwapOn: false
nodeStatusUpdateFrequency: 1s
makeIPTablesUtilChains: false
hairpinMode: none
resolvConf: ""
volumePluginDir: $state/var/lib/flexvolumes
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 1%, nodefs.available: 1%, nodefs.inodesFree: 1%, imagefs.available: 1%}
CONFIG
  serve kubelet kubelet --config=kubelet.yaml --kubeconfig=kubeconfig --hostname-override=localhost --node-ip="$(subnet).1" \
    --container-runtime=remote --container-runtime-endpoint=unix:///run/containerd/containerd.sock
}
