#!/bin/sh
# Behaves as the official image: options alone mean redis-server, which runs as the user redis, unprotected.
set -e
case "${1:-}" in
  -* | *.conf) set -- redis-server "$@" ;;
esac
if [ "${1:-}" = redis-server ]; then
  shift
  config=
  case "${1:-}" in
    '' | -*) ;;
    *) config=$1; shift ;;
  esac
  set -- redis-server ${config:+"$config"} --protected-mode no "$@"
  if [ "$(id -u)" = 0 ]; then
    find . \! -user redis -exec chown redis '{}' +
    # shellcheck disable=SC2016
    exec su -s /bin/sh redis -c 'umask 0077; exec "$0" "$@"' -- "$@"
  fi
fi
exec "$@"
