# shellcheck shell=bash disable=SC2154
# The two images: pause, and a stand-in for redis:7-alpine from Debian's Redis and busybox.

make_images() {
  local work=$1 pause=$2 images=$3
  mkdir -p "$work/pause"
  cp "$pause" "$work/pause"
  write_image localhost/pause:1 "$work/pause" "$images/pause.tar" '{"Entrypoint": ["/pause"]}'

  redis_root "$work/redis"
  write_image docker.io/library/redis:7-alpine "$work/redis" "$images/redis.tar" '{
    "Entrypoint": ["docker-entrypoint.sh"], "Cmd": ["redis-server"], "WorkingDir": "/data", "Volumes": {"/data": {}},
    "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}'
}

redis_root() {
  local root=$1 applet path
  unpack "$root" busybox-static redis-server redis-tools libatomic1 libc6 libcap2 libgcc-s1 libgcrypt20 libgpg-error0 \
    libjemalloc2 liblz4-1 liblzf1 liblzma5 libssl3 libstdc++6 libsystemd0 libzstd1
  for path in usr/share etc var lib/systemd usr/lib/systemd; do rm -rf "${root:?}/$path"; done
  mkdir -p "$root"/{data,etc,proc,root,sbin,sys,tmp,usr/local/bin}
  chmod 1777 "$root/tmp"
  for applet in $("$root/bin/busybox" --list); do
    [[ -e $root/bin/$applet ]] || ln -s busybox "$root/bin/$applet"
  done
  install -m 755 "$here/redis-entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh"
  # The ids of the official image.
  printf 'root:x:0:0:root:/root:/bin/sh\nredis:x:999:1000:redis:/home/redis:/bin/false\n' >"$root/etc/passwd"
  printf 'root:x:0:\nredis:x:1000:\n' >"$root/etc/group"
  quietly chroot "$root" redis-server --version
  quietly chroot "$root" redis-cli --version
}

write_image() {
  local name=$1 root=$2 archive=$3 config=$4 layers=$2.image layer
  mkdir -p "$layers"
  tar --create --file "$layers/layer.tar" --sort=name --mtime=@0 --numeric-owner --owner=0 --group=0 -C "$root" .
  layer=$(sha256sum "$layers/layer.tar" | cut -d' ' -f1)
  printf '{"architecture": "%s", "os": "linux", "config": %s, "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}' \
    "$(dpkg --print-architecture)" "$config" "$layer" >"$layers/config.json"
  printf '[{"Config": "config.json", "RepoTags": ["%s"], "Layers": ["layer.tar"]}]' "$name" >"$layers/manifest.json"
  tar --create --file "$archive" -C "$layers" manifest.json config.json layer.tar
}
