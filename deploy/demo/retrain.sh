#!/usr/bin/env bash
# The demonstration of retraining: generates six months of a table that drifts, retrains on each, and prints a table of
# the outcomes. The result is described in driver/docs/retraining.md.
#
#   deploy/demo/retrain.sh [DIRECTORY]    the months and the registry go to DIRECTORY, a new temporary one by default
set -euo pipefail

demo=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
directory=${1:-$(mktemp -d -t tributary-retraining-XXXXXX)}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
expected=(0 0 7 8 0 0)

"$java" "$demo/Months.java" "$directory/months"
printf '%-8s %4s  %s\n' run code outcome
wrong=0
for month in 1 2 3 4 5 6; do
  run=2026-0$month
  code=0
  "$demo/../bin/tributary" retrain "$demo/retrain.conf" "data.path=$directory/months/$run.csv" \
    "retrain.registry=$directory/registry" "retrain.run=$run" \
    >"$directory/$run.out" 2>"$directory/$run.err" || code=$?
  printf '%-8s %4d  %s\n' "$run" "$code" "$(grep -E '^(Promoted|Kept|Refused)' "$directory/$run.out" || tail -n 1 "$directory/$run.err")"
  ((code == expected[month - 1])) || wrong=1
done
printf '\n'
"$demo/../bin/tributary" models "$directory/registry"
printf '\nReports: %s\n' "$directory/registry/runs/*/report.md"
exit "$wrong"
