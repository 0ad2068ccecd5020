# shellcheck shell=bash disable=SC2154
# The images: pause, and stand-ins for those of Redis and Valkey, from Debian's servers with their libraries and busybox.

make_pause() {
  local work=$1 pause=$2 images=$3
  mkdir -p "$work/pause"
  cp "$pause" "$work/pause"
  write_image localhost/pause:1 "$work/pause" "$images/pause.tar" '{"Entrypoint": ["/pause"]}'
}

# Beside the compiled servers, under a key of their own: another image compiles nothing.
ensure_images() {
  local folders key
  folders=$("$here/../test-redis.sh" up redis-7.0 redis-8.0 valkey-8.1) || fail "the servers for the images cannot be had"
  key=$(grep -o '[^/]*/bin$' <<<"$folders" | cat "$here"/{images,redis-entrypoint}.sh - | sha256sum | cut -c 1-12)
  images=images-$key
  [[ -d $cache/$images ]] && return
  say "making the images of Redis and Valkey"
  rm -rf "$cache"/images-*.partial
  make_images "$cache/$images.partial" "$folders"
  rm -rf "$cache/$images.partial/work"
  mv "$cache/$images.partial" "$cache/$images"
}

make_images() {
  local target=$1 folders=$2
  mkdir -p "$target/work"
  quietly apt-get update -q # a cache filled long ago says nothing of what this machine's apt knows
  unpack "$target/work/busybox" busybox-static
  make_image "$target" docker.io/library/redis:7-alpine redis "$(folder_of redis-7.0)"
  make_image "$target" docker.io/library/redis:8-alpine redis "$(folder_of redis-8.0)"
  make_image "$target" docker.io/valkey/valkey:8-alpine valkey "$(folder_of valkey-8.1)"
}
folder_of() { sed -n "s/^$1=//p" <<<"$folders"; }

make_image() {
  local target=$1 image=$2 server=$3 folder=$4 file
  file=$(tr '/:' '--' <<<"${image#docker.io/}")
  server_root "$target/work/$file" "$server" "$folder" "$(find "$target/work/busybox" -name busybox -type f -perm /111)"
  write_image "$image" "$target/work/$file" "$target/$file.tar" '{
    "Entrypoint": ["docker-entrypoint.sh"], "Cmd": ["'"$server"'-server"], "WorkingDir": "/data", "Volumes": {"/data": {}},
    "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}'
}

server_root() {
  local root=$1 server=$2 folder=$3 busybox=$4 path
  mkdir -p "$root"
  cp -a "$folder/../root/." "$root"
  mkdir -p "$root"/{bin,data,etc,proc,root,sbin,sys,tmp,usr/local/bin}
  chmod 1777 "$root/tmp"
  add_loader "$root" "$root/usr/bin/$server-server"
  add_busybox "$root" "$busybox"
  install -m 755 "$here/redis-entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh"
  for path in "$folder"/redis-*; do
    [[ -e $root/usr/bin/${path##*/} ]] || ln -s "$server-${path##*/redis-}" "$root/usr/bin/${path##*/}"
  done
  # The ids of the official images.
  printf 'root:x:0:0:root:/root:/bin/sh\n%s:x:999:1000::/data:/bin/false\n' "$server" >"$root/etc/passwd"
  printf 'root:x:0:\n%s:x:1000:\n' "$server" >"$root/etc/group"
  for path in redis-server redis-cli "$server-server"; do quietly chroot "$root" "$path" --version; done
}

# Where the programs name it; the packages have it elsewhere, and links that lead there.
add_loader() {
  local root=$1 program=$2 name loader
  name=$(grep -aoE -m 1 '/lib[0-9a-z]*/ld-linux[-_.0-9a-z]*' "$program" | head -n 1)
  loader=$(cd "$root" && find . -name "${name##*/}" -type f -printf '/%P\n' | head -n 1)
  mkdir -p "$root${name%/*}"
  [[ -e $root$name ]] || ln -s "$loader" "$root$name"
}

add_busybox() {
  local root=$1 busybox=$2 applet
  cp "$busybox" "$root/bin/busybox"
  for applet in $("$busybox" --list); do
    [[ -e $root/bin/$applet ]] || ln -s busybox "$root/bin/$applet"
  done
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
