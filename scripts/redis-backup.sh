#!/usr/bin/env bash
# The options of the earlier backup script, translated to ./build.sh Backup.
set -euo pipefail

usage() {
  cat <<'END'
redis-backup.sh [options]: back Redis up into <out-dir>/cloudradar-redis-data-<ts>.tgz and .sha256

  --kubeconfig FILE    cluster to use (default: KUBECONFIG, then ~/.kube/config)
  --context NAME       context in it
  --namespace NAME     namespace of Redis (default: data)
  --selector LABELS    label selector of its pod (default: app.kubernetes.io/name=redis)
  --out-dir DIR        where the archive is left (default: ./backups)
  --ts TIMESTAMP       timestamp in its name, such as 20260207T114100Z (default: now, in UTC)
  --s3-bucket BUCKET   store it there instead; with the aws command on PATH, a copy is left in --out-dir too
  --s3-prefix PREFIX   folder in the bucket (default: redis-backups)
  --region REGION      region of the bucket
  --kubectl PATH       accepted; none is needed
  --no-bgsave          accepted; only a Redis without the append-only file is saved first

Prints "Archive:" and "SHA256:" to standard output, everything else to standard error.
REDIS_ENVIRONMENT is where Redis lives: dev, prod or embedded (default: dev).
END
}

say() { printf 'redis-backup: %s\n' "$*" >&2; }
# Also to standard error as it is: where that is a file, opening it anew (tee /dev/stderr) would overwrite its beginning.
aloud() { while IFS= read -r line; do printf '%s\n' "$line" >&2; printf '%s\n' "$line"; done; }
misuse() { say "$*"; usage >&2; exit 2; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=./backups ts='' bucket='' prefix=redis-backups arguments=(--environment "${REDIS_ENVIRONMENT:-dev}")
while (($#)); do
  option=$1
  shift
  case $option in
    -h | --help) usage; exit ;;
    --no-bgsave) continue ;;
    --kubeconfig | --context | --kubectl | --namespace | --selector | --out-dir | --ts | --s3-bucket | --s3-prefix | --region)
      [[ $# -gt 0 && -n $1 && $1 != -* ]] || misuse "$option needs a value"
      value=$1
      shift ;;
    *) misuse "there is no option $option" ;;
  esac
  case $option in
    --kubeconfig) arguments+=(--kubeconfig "$(realpath -m -- "$value")") ;;
    --context) arguments+=(--kube-context "$value") ;;
    --kubectl) ;; # none is needed
    --namespace | --selector | --region) arguments+=("$option" "$value") ;;
    --out-dir) out=$value ;;
    --ts) ts=$value ;;
    --s3-bucket) bucket=$value ;;
    --s3-prefix) prefix=$value ;;
  esac
done
[[ -z $ts || $ts =~ ^[0-9]{8}T[0-9]{6}Z$ ]] || misuse "--ts $ts is no timestamp such as 20260207T114100Z"
[[ -z $ts || -z $bucket ]] || misuse "--ts goes with an archive in --out-dir: one in a bucket is named by the time of its snapshot"

mkdir -p -- "$out"
out=$(cd -- "$out" && pwd)
# Within the folder, so that the archive is renamed rather than copied.
work=$(mktemp -d "$out/.redis-backup-XXXXXX")
trap 'rm -rf "$work"' EXIT
if [[ -n $bucket ]]; then
  arguments+=(--store "s3://$bucket")
else
  arguments+=(--store "$work")
fi

log=$("$root/build.sh" Backup "${arguments[@]}" --backup-prefix "$prefix" | aloud)
fact() { sed -n "s/^$1: *//p" <<<"$log" | tail -1; }
archive=$(fact Archive) sha256=$(fact SHA256)
[[ -n $archive && -n $sha256 ]] || { say "there is no archive: see the lines above"; exit 1; }

name=${archive##*/}
[[ -z $ts ]] || name=cloudradar-redis-data-$ts.tgz
if [[ -z $bucket ]]; then
  mv -f -- "$archive" "$out/$name"
  archive=$out/$name
elif command -v aws >/dev/null; then
  aws s3 cp --no-progress "$archive" "$out/$name" >&2
else
  say "no aws command here: $archive is in the bucket only"
fi
if [[ -e $out/$name ]]; then printf '%s  %s\n' "$sha256" "$name" >"$out/$name.sha256"; fi
printf 'Archive: %s\nSHA256: %s\n' "$archive" "$sha256"
