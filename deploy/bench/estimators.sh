#!/usr/bin/env bash
# Fits Spark's MultilayerPerceptronClassifier and Tributary's, from the same initial weights on the same rows, in one run
# and in turns, and writes one Markdown table with medians: seconds of a fit, training loss, test accuracy.
#
# Usage: estimators.sh [--rounds N] [--iterations N] [--data DIR] [--out FILE]
#   --rounds      how often every class has its turn (default 1)
#   --iterations  of L-BFGS (default 100; Spark as it comes takes some seconds an iteration)
#   --data        directory of Fashion-MNIST's four files (default /usr/share/datasets/fashion-mnist)
#   --out         file of the table (default deploy/bench/target/estimators.md); the lines it is made of go beside it
# Tributary must be built (deploy/bin/tributary --version). Let nothing else run meanwhile.
set -euo pipefail

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -P -- "$here/../.." && pwd)
data=/usr/share/datasets/fashion-mnist out=$here/target/estimators.md rounds=1 iterations=100
openblas=$(compgen -G '/usr/lib/*/openblas-pthread/libblas.so.3' | head -n 1 || true)

fail() {
  printf 'estimators: %s\n' "$*" >&2
  exit 2
}

while (($#)); do
  (($# >= 2)) || fail "Invalid $1: no value (see the head of $0)"
  case $1 in
    --rounds) rounds=$2 ;;
    --iterations) iterations=$2 ;;
    --data) data=$(realpath -- "$2") ;;
    --out) out=$(realpath -m -- "$2") ;;
    *) fail "Invalid argument: $1 (see the head of $0)" ;;
  esac
  shift 2
done
[[ $rounds =~ ^[1-9][0-9]*$ ]] || fail "Invalid --rounds: $rounds (expected 1 or more)"
[[ $iterations =~ ^[1-9][0-9]*$ ]] || fail "Invalid --iterations: $iterations (expected 1 or more)"
[[ -f $data/train-images-idx3-ubyte.gz ]] || fail "Cannot read $data/train-images-idx3-ubyte.gz: use --data"
jar=$root/deploy/target/lib/tributary.jar
[[ -f $jar ]] || fail "Cannot find $jar: build it with deploy/bin/tributary --version"

mkdir -p -- "$(dirname -- "$out")"
lines=${out%.md}.jsonl
log=${out%.md}.log
: >"$lines"
(cd -- "$here" && mvn -B -q compile) >"$log" 2>&1 || fail "Cannot build $here: see $log"

# fit NAME CLASS BLAS [PRECISION]: one fit in a JVM of its own, with the library of matrix products that Spark's class
# takes.
fit() {
  printf 'estimators: %s\n' "$1" >&2
  OPENBLAS_NUM_THREADS=1 SPARK_LOCAL_IP=127.0.0.1 "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:MaxRAMPercentage=50 \
    "@$root/deploy/target/lib/java.options" "-Ddev.ludovic.netlib.blas.nativeLibPath=$3" \
    -cp "$here/target/classes:$here/target/lib/*:$jar" org.tributary.bench.peers.Estimators "$1" "$2" "$data" \
    "$iterations" ${4:+"$4"} \
    </dev/null 2>>"$log" | grep '^{' >>"$lines" || fail "the fit of $1 failed: see $log"
}

readonly class=MultilayerPerceptronClassifier
for ((round = 1; round <= rounds; round++)); do
  fit 'Tributary' "org.tributary.ml.$class" /none
  fit 'Tributary, float64' "org.tributary.ml.$class" /none float64
  if [[ -n $openblas ]]; then
    fit 'Spark, OpenBLAS by hand' "org.apache.spark.ml.classification.$class" "$openblas"
  else
    printf 'estimators: skipped: Spark with OpenBLAS (no libopenblas0-pthread)\n' >&2
  fi
  fit 'Spark as it comes' "org.apache.spark.ml.classification.$class" /none
done

/usr/bin/env python3 - "$lines" "$iterations" >"$out" <<'PYTHON'
import json, statistics, sys

values = {}
for line in open(sys.argv[1], encoding="utf-8"):
    entry = json.loads(line)
    values.setdefault(entry["system"], {}).setdefault(entry["measure"], []).extend(entry["values"])
print(f"784-64-64-10, {sys.argv[2]} iterations of L-BFGS:\n")
print("| | s a fit | training loss | test accuracy |\n|---|---:|---:|---:|")
for system, of in values.items():
    median = {name: statistics.median(some) for name, some in of.items()}
    print(f"| {system} | {median['s a fit']:.1f} | {median['training loss']:.6f} | {median['test accuracy']:.4f} |")
PYTHON
cat -- "$out"
