#!/bin/sh
# Behaves as the official images: options alone mean the server, which runs as the user of its name, unprotected.
set -e
user=redis
! command -v valkey-server >/dev/null || user=valkey
case "${1:-}" in
  -* | *.conf) set -- "$user-server" "$@" ;;
esac
case "${1:-}" in
  redis-server | valkey-server)
    server=$1 config=
    shift
    case "${1:-}" in
      '' | -*) ;;
      *) config=$1; shift ;;
    esac
    set -- "$server" ${config:+"$config"} --protected-mode no "$@"
    if [ "$(id -u)" = 0 ]; then
      find . \! -user "$user" -exec chown "$user" '{}' +
      # shellcheck disable=SC2016
      exec su -s /bin/sh "$user" -c 'umask 0077; exec "$0" "$@"' -- "$@"
    fi ;;
esac
exec "$@"
