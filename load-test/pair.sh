#!/bin/sh
# Several servers on one core at the same time, each with its own load from the other core: whatever
# else the machine does hits all of them alike, so that a ratio of two is good to a few per cent
# where runs one after the other differ by twenty.
#
#   load-test/pair.sh PROTOCOL=COMMAND [PROTOCOL=COMMAND ...]
#
# PROTOCOL is one of the load test's; in COMMAND, PORT is replaced by a free one. The first is what
# the others are divided by. Say, after `mvn -B -DskipTests package`:
#
#   load-test/pair.sh "backbeat=./serve --overload-ladder off --port PORT" \
#     "backbeat=./serve --overload-ladder off --frame-path library --port PORT"
#
# ROOMS (14) of 50 for each, all servers at 20 ticks per second, TURN (1), WARMUP (30 s), SECONDS_MEASURED (24);
# CPU time is that of all threads but the JIT compiler's, from /proc/PID/task/*/schedstat.
set -eu
cd "$(dirname "$0")/.."
rooms=${ROOMS:-14}
turn=${TURN:-1}
warmup=${WARMUP:-30}
seconds=${SECONDS_MEASURED:-24}
logs=$(mktemp -d)
servers=""
loads=""

end() {
  for pid in $loads $servers; do
    kill "$pid" 2>/dev/null || true
  done
}
trap end EXIT INT TERM

# CPU time of a process so far, in us, without the compiler's threads.
cpu_us() {
  for task in /proc/"$1"/task/*; do
    case $(cat "$task/comm" 2>/dev/null) in
      *Compiler*) ;;
      *) cut -d' ' -f1 "$task/schedstat" 2>/dev/null || true ;;
    esac
  done | awk '{ sum += $1 } END { printf "%d\n", sum / 1000 }'
}

port=18300
count=0
for arg in "$@"; do
  protocol=${arg%%=*}
  port=$((port + 1))
  count=$((count + 1))
  command=$(printf '%s' "${arg#*=}" | sed "s/PORT/$port/g")
  # shellcheck disable=SC2086 # A command is words.
  PORT=$port taskset -c 0 $command >"$logs/$count.server.log" 2>&1 &
  servers="$servers $!"
  case $protocol in
    backbeat) url=ws://127.0.0.1:$port/play ;;
    *) url=ws://127.0.0.1:$port/arena ;;
  esac
  sleep 3
  taskset -c 1 java -XX:+UseSerialGC -Xmn32m -jar load-test/target/backbeat-load.jar \
    --protocol "$protocol" --url "$url" --rooms "$rooms" --players 50 --turn-every "$turn" \
    --warmup "$((warmup + 3 * ($# - count)))" --seconds "$((seconds + 10))" --quiet \
    >"$logs/$count.load.log" 2>&1 &
  loads="$loads $!"
done
sleep "$((warmup + 3))"
before=""
for pid in $servers; do
  before="$before $(cpu_us "$pid")"
done
sleep "$seconds"
number=0
first=""
for pid in $servers; do
  number=$((number + 1))
  was=$(printf '%s' "$before" | cut -d' ' -f$((number + 1)))
  us=$(awk "BEGIN { print ($(cpu_us "$pid") - $was) / ($seconds * $rooms * 50 * 20) }")
  first=${first:-$us}
  awk "BEGIN { printf \"%d  %6.2f us of CPU per delivered frame  x %.3f\\n\", $number, $us, $us / $first }"
done
ended=$loads
loads=""
failed=0
for pid in $ended; do
  wait "$pid" || failed=1
done
for pid in $servers; do
  kill -0 "$pid" 2>/dev/null || failed=1
done
echo "logs: $logs"
if [ "$failed" != 0 ]; then
  echo "pair: a server or a load failed, the figures are worth nothing: see the logs" >&2
  exit 1
fi
