#!/usr/bin/env bash
# Starts the build. Compiles it first only where a source has changed, by content.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
temp=$root/.nuke/temp
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 NUKE_TELEMETRY_OPTOUT=1

# A compiler that is interrupted ends as if it had failed, and what failed is tried in another way.
trap 'exit 130' INT

say() { printf '%s\n' "$*" >&2; }

# One of our own where there had to be one, else that on PATH. Asking it for its version takes as long as a whole run, so
# that is left to a run that compiles.
find_dotnet() {
  if [ -x "$temp/dotnet/dotnet" ]; then use_own; else dotnet=$(command -v dotnet || true); fi
}

# A machine without .NET need not have what its SDK takes for cultures.
use_own() {
  dotnet=$temp/dotnet/dotnet
  export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
}

# The SDK that global.json asks for, as NUKE's bootstrap finds it.
require_sdk() {
  if is_suitable; then return; fi
  lock
  use_own
  is_suitable || install_sdk
  unlock
}

is_suitable() { [ -n "$dotnet" ] && (cd "$root" && "$dotnet" --version >/dev/null 2>&1); }

# Beside where it is looked for: what was cut short is nobody's.
install_sdk() {
  say "No .NET 10 SDK on PATH: installing one into .nuke/temp/dotnet."
  mkdir -p "$temp"
  rm -rf "$temp/dotnet.new"
  curl -fsSL --retry 3 -o "$temp/dotnet-install.sh" https://dot.net/v1/dotnet-install.sh \
    || { say "The installer cannot be reached. Install the .NET 10 SDK so that dotnet is on PATH, then run this again."; exit 1; }
  bash "$temp/dotnet-install.sh" --channel 10.0 --install-dir "$temp/dotnet.new" --no-path >&2
  rm -rf "$temp/dotnet"
  mv "$temp/dotnet.new" "$temp/dotnet"
}

digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

# What the program is made from: names and contents, no clock.
fingerprint() {
  (cd "$root" && {
    printf '%s\n' "$engine"
    find build global.json .editorconfig -path build/tests -prune -o -path build/benchmarks -prune -o \
      -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.json' -o -name '*.sh' -o -name '*.lock' -o -name '*.md' -o -name .editorconfig \) -print0 \
      | LC_ALL=C sort -z | xargs -0 cat
    find build -name '*.cs' -not -path 'build/tests/*' -not -path 'build/benchmarks/*' | LC_ALL=C sort
  } | digest | cut -c1-16)
}

# One run compiles, others wait for it. The lock goes with its holder, however that ends.
lock() {
  mkdir -p "$temp"
  if command -v flock >/dev/null; then
    exec 9>"$temp/build.lock"
    flock 9
    return
  fi
  until ln -s "$$" "$temp/build.lock.d" 2>/dev/null; do
    kill -0 "$(readlink "$temp/build.lock.d")" 2>/dev/null || rm -f "$temp/build.lock.d"
    sleep 0.2
  done
  trap 'rm -f "$temp/build.lock.d"' EXIT
}

unlock() {
  if command -v flock >/dev/null; then exec 9>&-; else rm -f "$temp/build.lock.d"; trap - EXIT; fi
}

# Without the lock's descriptor: compilers stay for a while after they are done, and would hold it. And in the root, for another
# folder's global.json would choose another SDK. A quoted path may have a comma in it.
msbuild() { # a verb, the folder of what it makes, more
  (cd "$root" && exec "$dotnet" "$1" build/targets/_build.csproj --nologo -v quiet "-p:BuildEngine=$engine" "-p:ArtifactsPath=\"$temp/$2\"" "${@:3}") 9>&-
}

# The packages of record where the feed has them, else the stand-in; the choice stays.
choose_engine() {
  chosen=
  engine=${BuildEngine:-$(cat "$temp/engine" 2>/dev/null || true)}
  case $engine in
    nuke | offline) return ;;
    "") ;;
    *) say "BuildEngine is '$engine'. Set it to nuke or offline."; exit 2 ;;
  esac
  engine=nuke chosen=yes
  require_prebuilt
  require_sdk
  lock
  msbuild restore artifacts >/dev/null 2>&1 || engine=offline
  unlock
}

# For those who want to know.
name_engine() {
  case " $* " in *" --verbosity "[Vv]"erbose "*) ;; *) return ;; esac
  case $engine in
    nuke) say "Engine: Nuke.Common from the package feed." ;;
    offline) say "Engine: the offline stand-in in build/engine (BuildEngine=nuke asks the package feed for Nuke.Common)." ;;
  esac
}

# To machine code, so that no run spends its first second on that. A job of CI runs once and would not win the time back;
# and a feed need not have the compiler.
compile_ahead() {
  [ -z "${CI:-}" ] || return
  publish --no-self-contained
}

# One job builds for others, which then need no .NET: that or nothing.
compile_suitably() {
  if [ -z "${BUILD_STANDALONE:-}" ]; then compile_ahead || compile_plainly; return; fi
  publish --self-contained && touch "$program.new/.standalone"
}

# Beside a secret nothing is compiled, and nothing installed.
require_prebuilt() {
  [ -z "${BUILD_PREBUILT:-}" ] || { say "The program that was fetched is not that of these sources, and none is compiled beside secrets. Run all jobs again."; exit 1; }
}

# The analyzers, two thirds of the time, are asked when the tests are compiled.
publish() {
  rm -rf "$program.new"
  msbuild publish ahead -c Release --use-current-runtime "$1" -p:PublishReadyToRun=true -p:RunAnalyzers=false \
    "-p:PublishDir=\"$program.new/\"" >"$temp/compile.log" 2>&1 && touch "$program.new/.ahead"
}

compile_plainly() {
  rm -rf "$program.new"
  msbuild build artifacts -c Release >"$temp/compile.log" 2>&1 \
    && cp -R "$temp/artifacts/bin/_build/release" "$program.new"
}

compile() {
  lock
  if [ ! -d "$program" ]; then
    say "Compiling the build."
    name_engine "$@"
    mkdir -p "$temp/program"
    if ! compile_suitably; then
      cat "$temp/compile.log" >&2
      say "The build does not compile. See the errors above."
      exit 1
    fi
    remove_older
    mv "$program.new" "$program"
  fi
  unlock
}

# A day is enough for who has just begun; an Archive may run for months.
remove_older() {
  local running old
  [ -r /proc/self/cmdline ] || return 0
  running=$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' || true)
  find "$temp/program" -mindepth 1 -maxdepth 1 -mtime +1 | while IFS= read -r old; do
    case $running in *"$old/"*) ;; *) rm -rf "$old" ;; esac
  done
}

# For a short run in little memory: no second mapping of code, one heap for all threads that is given back as it empties,
# a managed heap that grows by 512 KiB and is collected every 2 MiB (hexadecimal), and nothing compiled a second time. The program
# keeps these from what it starts (OwnSettings.cs).
settle() {
  export DOTNET_EnableWriteXorExecute=0 MALLOC_ARENA_MAX=2 MALLOC_TRIM_THRESHOLD_=65536 DOTNET_GCRegionSize=80000 DOTNET_GCgen0size=200000
  [ ! -e "$program/.ahead" ] || export DOTNET_TC_CallCounting=0
}

find_dotnet
choose_engine
program=$temp/program/$(fingerprint)
if [ ! -d "$program" ] || { [ -z "$dotnet" ] && [ ! -e "$program/.standalone" ]; }; then
  require_prebuilt
  require_sdk
  compile "$@"
fi
[ -z "$chosen" ] || printf '%s\n' "$engine" > "$temp/engine"
settle
export BuildEngine=$engine DOTNET_HOST_PATH=$dotnet
# Told where its root is, it works from any folder; paths that are typed stay relative to this one.
rooted=
for word; do case $word in -[Rr][Oo][Oo][Tt]|--[Rr][Oo][Oo][Tt]) rooted=yes ;; esac; done
[ -n "$rooted" ] || set -- "$@" --root "$root"
[ ! -e "$program/.standalone" ] || exec "$program/_build" "$@"
exec "$dotnet" "$program/_build.dll" "$@"
