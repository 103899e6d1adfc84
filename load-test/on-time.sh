#!/bin/sh
# How late ticks start under load, beside a bare timed loop on the same core at the same time.
#   load-test/on-time.sh                      20, 60 and 128 Hz, about half of what one core sustains
#   load-test/on-time.sh 20:32 128:5          Hz:rooms of 50 players, as many as you like
# Server and floor run on the first core, the load on the second. WARMUP (20) and SECONDS (30) are in
# seconds, JAVA_HOME and JAVA_OPTS as for ./serve. Writes a Markdown table to standard output.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
load_jar=${LOAD_JAR:-$root/load-test/target/backbeat-load.jar}
warmup=${WARMUP:-20} seconds=${SECONDS_MEASURED:-30} port=${PORT:-18080}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
[ -f "$load_jar" ] || { echo "on-time: $load_jar is not there: mvn -B -DskipTests package" >&2; exit 1; }
command -v taskset >/dev/null || { echo "on-time: needs taskset (util-linux)" >&2; exit 1; }
[ $# -gt 0 ] || set -- 20:32 60:11 128:5
dir=$(mktemp -d)
server='' load=''
finish() {
  for pid in $load $server; do
    kill "$pid" 2>/dev/null || true
  done
  rm -rf "$dir"
}
trap finish EXIT
trap 'exit 130' INT TERM

figure() { sed -n "s/^ *\"$2\" *: *\([0-9.eE+-]*\).*/\1/p" "$dir/$1.json" | sed -n "${3:-1}p"; }

echo "| Hz | clients | server CPU, cores | ticks late p50 / p99 / p99.9 / max, ms | bare loop p50 / p99 / p99.9 / max, ms | B allocated per frame |"
echo "|---|---|---|---|---|---|"
for work in "$@"; do
  hz=${work%%:*} rooms=${work##*:}
  taskset -c 0 "$root/serve" --port "$port" --overload-ladder off >"$dir/out" 2>"$dir/err" &
  server=$!
  for _ in $(seq 150); do
    grep -q '^listening on ' "$dir/out" && break
    kill -0 "$server" 2>/dev/null || { cat "$dir/err" >&2; exit 1; }
    sleep 0.1
  done
  taskset -c 1 "$java" -XX:+UseSerialGC -jar "$load_jar" --url "ws://127.0.0.1:$port/play" \
    --rooms "$rooms" --players 50 --tick-hz "$hz" --input-hz "$hz" --turn-every 1 \
    --warmup "$warmup" --seconds "$seconds" --server-pid "$server" --json "$dir/load.json" --quiet >&2 &
  load=$!
  # Its own start must be over when the measured time begins, and its end come before that ends.
  sleep $((warmup > 6 ? warmup - 4 : 2))
  taskset -c 0 "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -jar "$load_jar" floor \
    --hz "$hz" --warmup 5 --seconds $((seconds - 2)) --json "$dir/floor.json" >/dev/null
  wait "$load" || true
  load=''
  kill "$server"
  wait "$server" || true
  server=''
  awk -v hz="$hz" -v clients="$(figure load joined)" -v cpu="$(figure load server_cpu_cores)" \
    -v a="$(figure load server_late_p50_ms)" -v b="$(figure load server_late_p99_ms)" \
    -v c="$(figure load server_late_p999_ms)" -v d="$(figure load server_late_max_ms)" \
    -v e="$(figure floor p50_us 2)" -v f="$(figure floor p99_us 2)" \
    -v g="$(figure floor 'p99.9_us' 2)" -v h="$(figure floor max_us 2)" \
    -v bytes="$(figure load server_allocated_b_per_frame)" 'BEGIN {
      printf "| %d | %d | %.2f | %.2f / %.2f / %.2f / %.1f | %.2f / %.2f / %.2f / %.1f | %.0f |\n",
        hz, clients, cpu, a, b, c, d, e / 1000, f / 1000, g / 1000, h / 1000, bytes }'
done
