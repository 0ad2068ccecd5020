# shellcheck shell=bash disable=SC2154
# The cache: servers compiled from Debian's source package, runtime unpacked from its binary packages, images.
# Binary packages are unpacked, not installed, because installing etcd, containerd or Redis starts services.

build() {
  require_host
  lock
  ensure_cache
  ensure_images
  say "cache: $cache"
}

ensure_cache() {
  [[ -d $cache ]] && return
  local began=$SECONDS partial=$cache.partial
  local work=$partial/work
  say "building Kubernetes $kubernetes_version from source, once; expect some minutes"
  rm -rf "$partial"
  mkdir -p "$work" "$partial"/{bin,cni,images,tools}
  install_missing ca-certificates dpkg-dev gcc golang-go iproute2 libc6-dev libseccomp2 make openssl rsync
  quietly apt-get update -q

  unpack "$work/runtime" etcd-server containerd runc containernetworking-plugins
  cp "$work"/runtime/usr/bin/{etcd,containerd,containerd-shim-runc-v2,ctr} "$work/runtime/usr/sbin/runc" "$partial/bin"
  cp "$work"/runtime/usr/lib/cni/{bridge,host-local,loopback} "$partial/cni"
  gcc -static -O2 -o "$partial/bin/pause" "$here/pause.c"
  make_pause "$work" "$partial/bin/pause" "$partial/images"
  compile "$work" "$partial"

  rm -rf "$work"
  mv "$partial" "$cache"
  say "built in $((SECONDS - began)) s"
}

unpack() {
  local target=$1 packages=$1.packages; shift
  mkdir -p "$target" "$packages"
  (cd "$packages" && quietly apt-get -o APT::Sandbox::User=root download -q "$@")
  local package
  for package in "$packages"/*.deb; do dpkg -x "$package" "$target"; done
}

compile() {
  local work=$1 partial=$2 log=$2.log source
  fetch_source "$work/source"
  source=$(echo "$work"/source/kubernetes-*"$kubernetes_version")
  [[ -d $source ]] || fail "Debian's kubernetes is no longer $kubernetes_version: set kubernetes_version in $here.sh"

  # Any user may write to a volume of k3s' local-path provisioner; this one would give it to root alone.
  sed -i '/MkdirAll(pv.Spec.HostPath.Path/s/0750/0777/' "$source/pkg/volume/hostpath/host_path.go"
  mkdir -p "$work/go/src/k8s.io"
  ln -s "$source" "$work/go/src/k8s.io/kubernetes"

  say "compiling; follow it in $log"
  # A compile must not outlive a killed build. `go build` alone would miss the code that make generates.
  GOPATH=$work/go GOCACHE=${GOCACHE:-$work/go-build} GO111MODULE=off CGO_ENABLED=0 GOLDFLAGS='-s -w' \
    KUBE_GIT_VERSION=v$kubernetes_version KUBE_GIT_COMMIT=debian KUBE_GIT_TREE_STATE=clean KUBE_GIT_MAJOR=1 KUBE_GIT_MINOR=20 \
    setpriv --pdeathsig KILL unshare --pid --mount-proc --fork --kill-child nice -n 5 \
    make -C "$work/go/src/k8s.io/kubernetes" \
    WHAT="cmd/kube-apiserver cmd/kube-controller-manager cmd/kube-scheduler cmd/kubelet cmd/kubectl" >"$log" 2>&1 ||
    fail "the compile failed: see the end of $log"
  local output
  output=$source/_output/local/bin/linux/$(go env GOARCH)
  cp "$output"/{kube-apiserver,kube-controller-manager,kube-scheduler,kubelet} "$partial/bin"
  cp "$output/kubectl" "$partial/tools"
  rm "$log"
}

# apt is asked where Debian's packages come from, and told of their sources in a private list.
fetch_source() {
  local target=$1 mirror
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' \
    "Codename: $debian" 'Component: main' | sed -n 1p)
  [[ $mirror ]] || fail "apt knows no mirror of Debian $debian main: add one to its sources and run again"
  mkdir -p "$target"/{lists,cache/archives}/partial
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $debian main" >"$target/sources.list"
  local apt=(apt-get -q -o Dir::Etc::sourcelist="$target/sources.list" -o Dir::Etc::sourceparts=-
    -o Dir::State::Lists="$target/lists" -o Dir::Cache="$target/cache" -o APT::Sandbox::User=root)
  quietly "${apt[@]}" update
  (cd "$target" && quietly "${apt[@]}" source --only-source kubernetes)
}
