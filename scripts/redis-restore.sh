#!/usr/bin/env bash
# The options of the earlier restore script, translated to ./build.sh Restore.
set -euo pipefail

usage() {
  cat <<'END'
redis-restore.sh (--archive FILE | --s3-uri s3://BUCKET/KEY.tgz) [options]: restore an archive into Redis

  --sha256 FILE|HASH   what the archive must hash to (default: the .sha256 beside it)
  --force              replace the data that is there; without it only a fresh Redis is restored into
  --kubeconfig FILE    cluster to use (default: KUBECONFIG, then ~/.kube/config)
  --context NAME       context in it
  --namespace NAME     namespace of Redis (default: data)
  --selector LABELS    label selector of its pod (default: app.kubernetes.io/name=redis)
  --region REGION      region of the bucket
  --kubectl PATH       accepted; none is needed
  --no-restart         accepted; nothing is scaled, and Redis' container restarts once to load the data

Prints "Archive:" and "SHA256:" to standard output, everything else to standard error.
REDIS_ENVIRONMENT is where Redis lives: dev, prod or embedded (default: dev).
END
}

say() { printf 'redis-restore: %s\n' "$*" >&2; }
# Also to standard error as it is: where that is a file, opening it anew (tee /dev/stderr) would overwrite its beginning.
aloud() { while IFS= read -r line; do printf '%s\n' "$line" >&2; printf '%s\n' "$line"; done; }
misuse() { say "$*"; usage >&2; exit 2; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
archive='' uri='' sha256='' arguments=(--environment "${REDIS_ENVIRONMENT:-dev}")
while (($#)); do
  option=$1
  shift
  case $option in
    -h | --help) usage; exit ;;
    --force) arguments+=(--force); continue ;;
    --no-restart) continue ;;
    --archive | --sha256 | --s3-uri | --kubeconfig | --context | --kubectl | --namespace | --selector | --region)
      [[ $# -gt 0 && -n $1 && $1 != -* ]] || misuse "$option needs a value"
      value=$1
      shift ;;
    *) misuse "there is no option $option" ;;
  esac
  case $option in
    --archive) archive=$value ;;
    --s3-uri) uri=$value ;;
    --sha256) sha256=$value ;;
    --kubeconfig) arguments+=(--kubeconfig "$(realpath -m -- "$value")") ;;
    --context) arguments+=(--kube-context "$value") ;;
    --kubectl) ;; # none is needed
    --namespace | --selector | --region) arguments+=("$option" "$value") ;;
  esac
done

if [[ -n $archive && -z $uri ]]; then
  [[ -f $archive ]] || misuse "there is no archive $archive"
  archive=$(realpath -- "$archive")
  arguments+=(--archive "$archive")
elif [[ -n $uri && -z $archive ]]; then
  [[ $uri == s3://*.tgz ]] || misuse "--s3-uri $uri is no s3://BUCKET/KEY.tgz"
  arguments+=(--s3-uri "$uri")
else
  misuse "give either --archive or --s3-uri"
fi
# The hash itself, or a file that begins with it.
if [[ -f $sha256 ]]; then
  file=$sha256
  read -r sha256 _ <"$file" || :
  [[ -n $sha256 ]] || misuse "--sha256 $file does not begin with a hash"
fi
if [[ -n $sha256 ]]; then arguments+=(--sha256 "$sha256"); fi

log=$("$root/build.sh" Restore "${arguments[@]}" | aloud)
grep -E '^(Archive|SHA256):' <<<"$log" | sed 's/: */: /' || say "nothing was restored: the reason is in the lines above"
