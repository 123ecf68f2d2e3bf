#!/usr/bin/env bash
# pipelines.sh [ROUNDS [WARM_UPS]]: a million numbers through square and subtract 1, three ways in one run: as one function, as two
# stages, and on Hazelcast Jet (JetSquares.java). Two members each, of two threads, on this machine; 3 rounds after one warm-up.
# Needs a JDK, Maven and bash 5. It listens on BENCH_PORT (17301) and the three ports after it.
set -euo pipefail

rounds=${1:-3}
warm_ups=${2:-1}
numbers=1000000
sum=333333833332500000 # of n * n - 1 for n from 1 to a million
memory=1g

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
work=$(mktemp -d)
port=${BENCH_PORT:-17301}
ours=127.0.0.1:$port,127.0.0.1:$((port + 1))
jets=127.0.0.1:$((port + 2)),127.0.0.1:$((port + 3))
cluster=bench-$$
declare -A running=()

die() {
  printf 'pipelines.sh: %s\n' "$*" >&2
  exit 1
}

# --- Whatever happens, nothing of this is left ------------------------------------------------------------------------------------

clean_up() {
  trap '' INT TERM HUP
  local pid
  for pid in "${!running[@]}"; do kill "$pid" 2>/dev/null || true; done
  for ((tenths = 0; tenths < 150; tenths++)); do
    for pid in "${!running[@]}"; do kill -0 "$pid" 2>/dev/null || unset "running[$pid]"; done
    ((${#running[@]})) || break
    sleep 0.1
  done
  for pid in "${!running[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# --- Both sides, built and started ------------------------------------------------------------------------------------------------

bin=${JAVA_HOME:+$JAVA_HOME/bin/}
"${bin}javac" -version >/dev/null 2>&1 || die "a JDK is needed, and there is no javac in JAVA_HOME or on the PATH"
"$root/bin/taskgrid" --version >/dev/null
mkdir -p "$root/target/bench"
"${bin}javac" -proc:none -cp "$root/target/lib/*" -d "$root/target/bench" "$root/src/bench/JetSquares.java"

# After a build the launcher makes an archive of classes in the background, which would take the first runs' processor time.
for ((tenths = 0; tenths < 600; tenths++)); do
  [ -n "$(find "$root/target" -maxdepth 1 -name 'taskgrid-*' -mmin -1 \( -name '*.new' -o -size 0 \))" ] || break
  sleep 0.1
done

# The launchers' own flags, and what the product's jar has in its manifest.
jet=("${bin}java" "@$root/config/jvm.options" "-Dlog4j2.configurationFile=$root/config/log4j2.xml")
jet+=(--add-exports java.base/jdk.internal.ref=ALL-UNNAMED --add-opens java.base/java.lang=ALL-UNNAMED)
jet+=(--add-opens java.base/sun.nio.ch=ALL-UNNAMED --add-opens java.management/sun.management=ALL-UNNAMED)
jet+=(--add-opens jdk.management/com.sun.management.internal=ALL-UNNAMED)
jet+=("-Xmx$memory" -cp "$root/target/bench:$root/target/lib/*")

start() { # NAME COMMAND...
  local name=$1
  shift
  "$@" >"$work/$name.out" 2>"$work/$name.err" &
  running[$!]=$name
}

await_members() { # NAME NAME: until one of the two has met the other, and both are ready
  local name
  for ((tenths = 0; tenths < 600; tenths++)); do
    if [ "$(cat "$work/$1.out" "$work/$2.out" | grep -c 'member ready')" = 2 ] \
      && grep -q 'members=2' "$work/$1.out" "$work/$2.out"; then
      return
    fi
    sleep 0.1
  done
  for name in "$1" "$2"; do cat "$work/$name.err" >&2; done
  die "$1 and $2 are not ready after a minute"
}

# Nobody's own configuration.
: >"$work/none.yaml"
for number in 1 2; do
  start "member-$number" "$root/bin/member.sh" --slots 2 --memory "$memory" --cluster "$cluster" --config "$work/none.yaml" \
    --bind "127.0.0.1:$((port + number - 1))" --join "$ours" --data "$work/data-$number"
  start "jet-$number" "${jet[@]}" -XX:+UseParallelGC JetSquares member "127.0.0.1:$((port + number + 1))" "$jets"
done
await_members member-1 member-2
await_members jet-1 jet-2

# --- One run at a time ------------------------------------------------------------------------------------------------------------

seq "$numbers" >"$work/numbers.txt"
printf 'name: two\nstages:\n  - { name: square, function: square }\n  - { name: subtract, function: subtract 1 }\n' >"$work/two.yaml"

run() { # COMMAND...: its results, what it says, and its time in microseconds in $took
  local began=${EPOCHREALTIME//[!0-9]/} pid
  # In the background, so that a signal ends it at once.
  "$@" >"$work/results" 2>"$work/said" &
  pid=$!
  running[$pid]=$1
  wait "$pid" || { cat "$work/said" >&2; die "failed: $*"; }
  took=$((${EPOCHREALTIME//[!0-9]/} - began))
  unset "running[$pid]"
}

check() {
  local count high low
  # In two halves, for awk counts in floating point.
  read -r count high low < <(awk '{ h = int($1 / 1e6); high += h; low += $1 - h * 1e6 }
    END { printf "%d %.0f %.0f\n", NR, high, low }' "$work/results")
  if [ "$count" != "$numbers" ] || [ $((high * 1000000 + low)) != "$sum" ]; then
    die "$1: $count results with the sum $((high * 1000000 + low)), not $numbers with $sum"
  fi
}

note() { # ROUND WAY SECONDS
  printf '%s|%s|%s\n' "$1" "$2" "$3" >>"$work/figures"
  printf '  %-7s %-34s %6.2f s\n' "$1" "$2" "$3"
}

summary_seconds() {
  sed -n 's/^job .* tasks, .* in \([0-9.]*\) s (.*/\1/p' "$work/said" | tail -n 1
}

process_seconds() { printf '%d.%06d' $((took / 1000000)) $((took % 1000000)); }

taskgrid() { # ROUND WAY COMMAND...
  local round=$1 way=$2
  shift 2
  run "$@"
  check "$way"
  note "$round" "$way" "$(summary_seconds)"
  note "$round" "$way, process" "$(process_seconds)"
}

jet() { # ROUND
  run "${jet[@]}" JetSquares run "$jets" "$work/numbers.txt" "$work/jet-results"
  mv "$work/results" "$work/said"
  mv "$work/jet-results" "$work/results"
  check jet
  note "$1" "Jet" "$(sed -n 's/.* all \([0-9.]*\) s$/\1/p' "$work/said")"
  note "$1" "Jet, the job alone" "$(sed -n 's/.* job \([0-9.]*\) s,.*/\1/p' "$work/said")"
  note "$1" "Jet, process" "$(process_seconds)"
  run "${jet[@]}" JetSquares clear "$jets"
}

round() { # ROUND
  local grid=(--members "$ours" --cluster "$cluster" --config "$work/none.yaml")
  taskgrid "$1" 'one function' "$root/bin/submit.sh" "${grid[@]}" --function 'square | subtract 1' "$work/numbers.txt"
  sleep 1
  taskgrid "$1" 'two stages' "$root/bin/taskgrid" pipeline run "${grid[@]}" "$work/two.yaml" --input "$work/numbers.txt"
  sleep 1
  jet "$1"
  sleep 1
}

echo "load before: $(uptime)"
for ((n = 1; n <= warm_ups; n++)); do round "warm-$n"; done
for ((n = 1; n <= rounds; n++)); do round "$n"; done
echo "load after:  $(uptime)"

# --- The table --------------------------------------------------------------------------------------------------------------------

awk -F '|' -v numbers="$numbers" '
  $1 !~ /^warm/ {
    # Sorted as they come: the first is the best.
    for (at = ++count[$2]; at > 1 && seconds[$2, at - 1] > $3; at--) seconds[$2, at] = seconds[$2, at - 1]
    seconds[$2, at] = $3
  }
  function best(way) { return seconds[way, 1] }
  function median(way, n) {
    n = count[way]
    return n % 2 ? seconds[way, (n + 1) / 2] : (seconds[way, n / 2] + seconds[way, n / 2 + 1]) / 2
  }
  function row(way) { printf "%-46s %10.0f %10.0f\n", way, numbers / best(way), numbers / median(way) }
  function ratio(a, b, wanted) {
    printf "%-46s %10.2f %10.2f   %s\n", a " / " b, best(b) / best(a), median(b) / median(a), wanted
  }
  END {
    printf "\n%-46s %10s %10s\n", "items/s", "best", "median"
    row("one function"); row("two stages"); row("Jet"); row("Jet, the job alone")
    row("one function, process"); row("two stages, process"); row("Jet, process")
    printf "\n%-46s %10s %10s\n", "ratios", "best", "median"
    ratio("two stages", "one function", "wanted: 0.5")
    ratio("two stages", "Jet", "wanted: 1")
    ratio("two stages", "Jet, the job alone", "without filling and reading on the side of Jet")
    ratio("two stages, process", "one function, process", "")
    ratio("two stages, process", "Jet, process", "")
  }' "$work/figures"
