#!/bin/sh
# What wss costs beside ws: the server without TLS, with the JDK's engine and with OpenSSL's, one after
# the other, in ROUNDS rounds; the load generator plays against each with the same options.
#
#   mvn -B -DskipTests package
#   load-test/tls-cost.sh
#
# ROOMS (10) of PLAYERS (25), WARMUP (10 s), SECONDS_MEASURED (15), ROUNDS (3). The server has processor 0, the
# generator processor 1, where there are two. Prints the median round of each: CPU per delivered frame, resident
# memory per connection (at the end, less what it was before the first), 99th percentile of acknowledgements, and
# each beside that of ws.
set -eu
cd "$(dirname "$0")/.."
rooms=${ROOMS:-10}
players=${PLAYERS:-25}
warmup=${WARMUP:-10}
seconds=${SECONDS_MEASURED:-15}
rounds=${ROUNDS:-3}
clients=$((rooms * players))
work=$(mktemp -d)
server=""

end() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

on() { # processor, command...
  cpu=$1
  shift
  if [ "$(nproc)" -ge 2 ]; then exec taskset -c "$cpu" "$@"; else exec "$@"; fi
}

rss_kb() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/status"; }

figure() { # file, name: a number of the generator's JSON
  sed -n "s/.*\"$2\" *: *\([0-9.eE+-]*\).*/\1/p" "$1" | head -1
}

run() { # name, round, server options...
  name=$1
  round=$2
  shift 2
  out=$work/$name.$round
  (on 0 java -Xmn32m -jar server/target/backbeat-server.jar --port 0 --overload-ladder off \
    --ready-file "$out.ready" "$@" >"$out.log" 2>&1) &
  server=$!
  waited=0
  until url=$(sed -n 's/^listening on //p' "$out.log" 2>/dev/null) && [ -n "$url" ]; do
    waited=$((waited + 1))
    [ "$waited" -lt 150 ] || { cat "$out.log" >&2; exit 1; }
    sleep 0.2
  done
  before=$(rss_kb "$server")
  (on 1 java -Xmn64m -jar load-test/target/backbeat-load.jar --url "$url" --insecure --rooms "$rooms" \
    --players "$players" --warmup "$warmup" --seconds "$seconds" --server-pid "$server" --quiet \
    --json "$out.json") || { echo "the run of $name is not clean; its figures may be off" >&2; }
  after=$(rss_kb "$server")
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=""
  printf '%s %s %s %s\n' "$name" "$(figure "$out.json" server_cpu_us_per_frame)" \
    "$(awk -v a="$after" -v b="$before" -v n="$clients" 'BEGIN { printf "%.1f", (a - b) / n }')" \
    "$(figure "$out.json" ack_p99_ms)" >>"$work/figures"
}

round=1
while [ "$round" -le "$rounds" ]; do
  run ws "$round"
  run wss-jdk "$round" --tls-self-signed --tls-engine jdk
  run wss-openssl "$round" --tls-self-signed --tls-engine openssl
  round=$((round + 1))
done

median() { # name, column
  awk -v n="$1" -v c="$2" '$1 == n { print $c }' "$work/figures" | sort -n |
    awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

echo "| | CPU per frame, us | x | KiB per connection | x | ack p99, ms | x |"
echo "|---|---|---|---|---|---|---|"
for name in ws wss-jdk wss-openssl; do
  printf '| `%s` ' "$name"
  for column in 2 3 4; do
    awk -v v="$(median "$name" "$column")" -v w="$(median ws "$column")" \
      'BEGIN { printf "| %.1f | %s ", v, (w > 0 ? sprintf("%.2f", v / w) : "-") }'
  done
  echo '|'
done
echo
echo "$clients clients, $rounds rounds of $seconds s, Java $(java -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p'), $(nproc) processors"
