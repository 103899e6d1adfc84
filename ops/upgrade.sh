#!/usr/bin/env bash
# Puts a new server in the place of a running one, on the same port, without refusing anybody.
#
#   ops/upgrade.sh --old PID [--ready-seconds S] [--drain-seconds S] -- COMMAND...
#
# COMMAND starts the new server as the old one was started, with --reuse-port on (both need it) and
# without --ready-file, which this script sets by its variable. If the new server does not become
# ready, it is ended and the old one is left as it is. Otherwise the old one gets SIGTERM, tells its
# players, leaves the port to the new one and ends by itself; --drain-seconds is for how long this
# script waits for that (3700). The new server keeps running; its process id is the last line.
set -euo pipefail

old='' ready_seconds=60 drain_seconds=3700
say() { echo "upgrade: $*" >&2; }
usage() {
  sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --old) old=${2:-}; shift 2 || usage ;;
    --ready-seconds) ready_seconds=${2:-}; shift 2 || usage ;;
    --drain-seconds) drain_seconds=${2:-}; shift 2 || usage ;;
    --) shift; break ;;
    *) usage ;;
  esac
done
[[ $old =~ ^[0-9]+$ && $ready_seconds =~ ^[0-9]+$ && $drain_seconds =~ ^[0-9]+$ && $# -gt 0 ]] || usage
kill -0 "$old" 2>/dev/null || { say "no process $old that this user may signal"; exit 1; }

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# Its own line on standard output is not this script's.
BACKBEAT_READY_FILE=$dir/ready "$@" >&2 &
new=$!
deadline=$((SECONDS + ready_seconds))
until [ -f "$dir/ready" ]; do
  if ! kill -0 "$new" 2>/dev/null; then
    say "the new server ended before it was ready; $old is left as it is"
    exit 1
  fi
  if [ $SECONDS -ge $deadline ]; then
    say "the new server was not ready within $ready_seconds s and is ended; $old is left as it is"
    kill -KILL "$new" 2>/dev/null || true
    exit 1
  fi
  sleep 0.1
done
new=$(sed -n 's/^pid=//p' "$dir/ready")
say "the new server, $new, is ready; $old drains"
kill -TERM "$old"
deadline=$((SECONDS + drain_seconds))
while kill -0 "$old" 2>/dev/null; do
  if [ $SECONDS -ge $deadline ]; then
    say "$old still runs after $drain_seconds s"
    exit 1
  fi
  sleep 0.1
done
say "$old is gone"
echo "$new"
