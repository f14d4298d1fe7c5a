#!/usr/bin/env bash
# Trains jobs of nothing but a path, a label and an output on tables of Debian packages, next to scikit-learn's
# gradient-boosted trees and its MLP with their defaults, on the same training and test rows, and writes a Markdown
# table of the test scores.
#
# Usage: tables.sh [--install] [--seeds N] [--out FILE]
#   --install  install the tables and scikit-learn (apt-get): r-cran-modeldata, r-cran-kernlab, python3-sklearn,
#              python3-pandas
#   --seeds    how often Tributary and the MLP train, with other seeds (default 3); scores are means
#   --out      file of the table (default deploy/bench/target/tables.md)
set -euo pipefail

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
python=/usr/bin/python3
out=$here/target/tables.md
seeds=3 install=

fail() {
  printf 'tables: %s\n' "$*" >&2
  exit 2
}

while (($#)); do
  case $1 in
    --install) install=yes ;;
    --seeds) (($# >= 2)) || fail "Invalid --seeds: no value"; seeds=$2 && shift ;;
    --out) (($# >= 2)) || fail "Invalid --out: no value"; out=$(realpath -m -- "$2") && shift ;;
    *) fail "Invalid argument: $1 (see the head of $0)" ;;
  esac
  shift
done
[[ $seeds =~ ^[1-9][0-9]*$ ]] || fail "Invalid --seeds: $seeds (expected 1 or more)"

if [[ $install ]]; then
  apt-get install -y --no-install-recommends r-cran-modeldata r-cran-kernlab python3-sklearn python3-pandas
fi
command -v Rscript >/dev/null || fail "Rscript is not installed (run with --install)"

work=$here/target/tables
mkdir -p "$work"
Rscript - "$work" <<'R'
work <- commandArgs(TRUE)[1]
lazyLoad(system.file("data", "Rdata.rdb", package = "modeldata") |> sub(pattern = ".rdb$", replacement = ""))
for (name in c("ames", "attrition", "car_prices", "cells", "concrete", "credit_data", "lending_club", "mlc_churn"))
  write.csv(get(name), file.path(work, paste0(name, ".csv")), row.names = FALSE, na = "")
for (name in c("spam", "ticdata")) {
  load(system.file("data", paste0(name, ".rda"), package = "kernlab"))
  write.csv(get(name), file.path(work, paste0(name, ".csv")), row.names = FALSE, na = "")
}
R
exec "$python" "$here/tables.py" "$work" "$seeds" "$out"
