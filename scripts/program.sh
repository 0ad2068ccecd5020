#!/usr/bin/env bash
# The compiled program, from the job that builds it to those that run it. Only what hashes to the digest is unpacked.
set -euo pipefail

usage() {
  echo "program.sh pack FILE: prints the digest of what it packs" >&2
  echo "program.sh unpack FILE DIGEST" >&2
  exit 2
}

temp=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/.nuke/temp

pack() {
  [ -d "$temp/program" ] || { echo "::error title=Build::there is no program in $temp: run ./build.sh first" >&2; exit 1; }
  tar -C "$temp" --sort=name --owner=0 --group=0 --mtime=@0 -cf - engine program | gzip -n > "$1"
  sha256sum "$1" | cut -d ' ' -f 1
}

unpack() {
  if ! echo "$2  $1" | sha256sum --check --status; then
    echo "::error title=Build::the program that was downloaded is not the one that was built (SHA-256 $2): nothing was run. Start the workflow again" >&2
    exit 1
  fi
  mkdir -p "$temp"
  tar -C "$temp" -xzf "$1"
}

case ${1:-}:$# in
  pack:2) pack "$2" ;;
  unpack:3) unpack "$2" "$3" ;;
  *) usage ;;
esac
