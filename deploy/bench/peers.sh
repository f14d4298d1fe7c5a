#!/usr/bin/env bash
# Runs Tributary beside what users would pick instead, in one run and in turns, and writes one Markdown table with
# medians and spread. Peers that are not there are skipped with a line saying so.
#
# Usage: peers.sh [--install] [--rounds N] [--repeat N] [--fits] [--work W1,W2,W3] [--systems A,B]
#                 [--data DIR] [--out FILE]
#   --install  install what Debian has of the peers (apt-get): python3-torch, python3-sklearn, libopenblas0-pthread,
#              dataset-fashion-mnist
#   --rounds   how often every system has its turn (default 3)
#   --repeat   measured gradients in a turn (default 3)
#   --fits     time whole fits of W1, too, once a system (Spark as it comes takes minutes)
#   --work     which works to run, of W1,W2,W3,W5,W6,W7 (default all but W7, which takes minutes)
#   --systems  which systems to run, of tributary,spark_mlp,spark_mlp_openblas,djl,torch_1,torch_2,sklearn (default
#              all: Spark takes a minute a gradient of W3)
#   --data     directory of Fashion-MNIST's four files (default /usr/share/datasets/fashion-mnist)
#   --out      file of the table (default deploy/bench/target/peers.md); the lines it is made of go beside it
# Let nothing else run meanwhile.
set -euo pipefail

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -P -- "$here/../.." && pwd)
python=/usr/bin/python3
data=/usr/share/datasets/fashion-mnist
out=$here/target/peers.md
rounds=3 repeat=3 works=W1,W2,W3,W5,W6 chosen='' install='' fits=''
# The BLAS that a user would install by hand; Debian's file, whatever the architecture is called.
openblas=$(compgen -G '/usr/lib/*/openblas-pthread/libblas.so.3' | head -n 1 || true)

fail() {
  printf 'peers: %s\n' "$*" >&2
  exit 2
}

say() { printf 'peers: %s\n' "$*" >&2; }

# value OPTION ARGUMENT...: the argument after an option.
value() {
  (($# >= 2)) || fail "Invalid $1: no value (see the head of $0)"
  printf '%s\n' "$2"
}

while (($#)); do
  case $1 in
    --install) install=yes ;;
    --fits) fits=yes ;;
    --rounds) rounds=$(value "$@") && shift ;;
    --repeat) repeat=$(value "$@") && shift ;;
    --work) works=$(value "$@") && shift ;;
    --systems) chosen=$(value "$@") && shift ;;
    --data) data=$(realpath -- "$(value "$@")") && shift ;;
    --out) out=$(realpath -m -- "$(value "$@")") && shift ;;
    *) fail "Invalid argument: $1 (see the head of $0)" ;;
  esac
  shift
done
[[ $rounds =~ ^[1-9][0-9]*$ ]] || fail "Invalid --rounds: $rounds (expected 1 or more)"
[[ $repeat =~ ^[1-9][0-9]*$ ]] || fail "Invalid --repeat: $repeat (expected 1 or more)"

for system in ${chosen//,/ }; do
  case $system in
    tributary | spark_mlp | spark_mlp_openblas | djl | torch_1 | torch_2 | sklearn) ;;
    *) fail "Invalid --systems: $system (expected some of tributary,spark_mlp,spark_mlp_openblas,djl,torch_1,torch_2,sklearn)" ;;
  esac
done

wants() { [[ ,$works, == *,$1,* ]]; }

if [[ -n $install ]]; then
  as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    python3-torch python3-sklearn libopenblas0-pthread dataset-fashion-mnist
  openblas=$(compgen -G '/usr/lib/*/openblas-pthread/libblas.so.3' | head -n 1 || true)
fi
[[ -f $data/train-images-idx3-ubyte.gz ]] || fail "Cannot read $data/train-images-idx3-ubyte.gz: use --install or --data"

mkdir -p -- "$(dirname -- "$out")"
lines=${out%.md}.jsonl
log=${out%.md}.log
: >"$lines"
: >"$log"
say "lines go to $lines, what programs say beside them to $log"

# record COMMAND...: keeps the lines of JSON that a program prints; a program that fails is told of, and the others go on.
record() {
  say "$*"
  local code=0
  env OPENBLAS_NUM_THREADS=1 "$@" </dev/null >"$lines.part" 2>>"$log" || code=$?
  ((code == 0)) || say "  ended with exit code $code, see $log"
  grep '^{' "$lines.part" >>"$lines" || true
  rm -f -- "$lines.part"
}

jvm() { # jvm CLASS JVM-OPTION... -- ARGUMENT...
  local class=$1 options=()
  shift
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  shift
  record env DJL_CACHE_DIR="$here/target/djl" OPT_OUT_TRACKING=true SPARK_LOCAL_IP=127.0.0.1 \
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:MaxRAMPercentage=50 "@$root/deploy/target/lib/java.options" "${options[@]}" \
    -cp "$here/target/classes:$here/target/lib/*" "org.tributary.bench.peers.$class" "$@"
}

# The table of W7, made by Spark once, whoever reads it.
table=$here/target/w7
w7_table() {
  if [[ ! -d $table ]]; then
    jvm SparkPipeline -- write "$table.part" 2000000
    mv -- "$table.part" "$table"
  fi
}

# One function a system: MEASURE REPEAT. A measure that a system does not have is passed over.
spark_mlp() {
  if [[ $1 == read-W7 ]]; then
    jvm SparkPipeline -Ddev.ludovic.netlib.blas.nativeLibPath=/none -- 'Spark 4.2.0 pipeline as it comes' "$table" "$2"
  fi
  [[ $1 != gradient-* && $1 != fit-W1 ]] || jvm SparkMlp -Ddev.ludovic.netlib.blas.nativeLibPath=/none -- \
    'Spark 4.2.0 MLP as it comes' "$data" "$@"
}

spark_mlp_openblas() {
  if [[ $1 == read-W7 ]]; then
    jvm SparkPipeline "-Ddev.ludovic.netlib.blas.nativeLibPath=$openblas" -- \
      'Spark 4.2.0 pipeline, OpenBLAS by hand' "$table" "$2"
  fi
  [[ $1 != gradient-* && $1 != fit-W1 ]] || jvm SparkMlp "-Ddev.ludovic.netlib.blas.nativeLibPath=$openblas" -- \
    'Spark 4.2.0 MLP, OpenBLAS by hand' "$data" "$@"
}

djl() {
  [[ $1 != read-* ]] || return 0
  local rows=$data
  if [[ $1 == train-W5 ]]; then
    rows=$here/target/letters
    mkdir -p -- "$rows"
    "$python" "$here/letters.py" "$rows"
  fi
  [[ $1 == fit-* ]] || jvm DjlPyTorch -Dai.djl.offline=true -- "$rows" "$@"
}

torch_1() { [[ $1 == read-* ]] || record "$python" "$here/torch_peer.py" "$data" 1 "$@"; }

torch_2() { [[ $1 == read-* ]] || record "$python" "$here/torch_peer.py" "$data" 2 "$@"; }

sklearn() { [[ $1 == gradient-W3 || $1 == read-* ]] || record "$python" "$here/sklearn_peer.py" "$data" "$@"; }

tributary() {
  local settings=()
  case $1 in
    gradient-*)
      # As PyTorch has its chunks.
      if [[ $1 == gradient-W3 ]]; then settings=(data.blockRows=2048); fi
      record "$root/deploy/bin/tributary" bench gradient --work "${1#gradient-}" --repeat "$2" --data "$data" --json \
        "${settings[@]}"
      ;;
    read-W7)
      local format
      for format in parquet csv; do
        record "$root/deploy/bin/tributary" bench read --data "$table/table.$format" --repeat "$2" --json
      done
      record "$python" "$here/tributary_job.py" "$root" "$here/w7.conf" W7 "$table"
      ;;
    fit-W6) record "$python" "$here/tributary_job.py" "$root" "$here/w6.conf" W6 "$data" ;;
    train-W5) record "$python" "$here/tributary_job.py" "$root" "$here/w5.conf" W5 "$data" ;;
    fit-W1) record "$python" "$here/tributary_job.py" "$root" "$here/w1.conf" W1 "$data" ;;
    train-W2)
      record "$python" "$here/tributary_job.py" "$root" "$here/w2.conf" W2 "$data"
      record "$python" "$here/tributary_job.py" "$root" "$here/w2.conf" W2-local "$data"
      ;;
  esac
}

has_module() { "$python" -c "import $1" 2>/dev/null; }

systems=(tributary)
if (cd -- "$here" && mvn -B -q compile) >>"$log" 2>&1; then
  systems+=(spark_mlp)
  if [[ -n $openblas ]]; then
    systems+=(spark_mlp_openblas)
  else
    say "skipped: Spark's MLP with OpenBLAS (no libopenblas0-pthread)"
  fi
  if [[ $(uname -m) == x86_64 ]]; then systems+=(djl); else say "skipped: PyTorch through DJL (not x86-64)"; fi
else
  say "skipped: Spark's MLP and PyTorch through DJL (Maven cannot build $here, see $log)"
fi
if has_module torch; then systems+=(torch_1 torch_2); else say "skipped: PyTorch (no python3-torch)"; fi
if has_module sklearn; then systems+=(sklearn); else say "skipped: scikit-learn (no python3-sklearn)"; fi

if [[ -n $chosen ]]; then
  kept=()
  for system in "${systems[@]}"; do
    if [[ ,$chosen, == *,$system,* ]]; then kept+=("$system"); fi
  done
  ((${#kept[@]})) || fail "Invalid --systems: none of $chosen is there (there are ${systems[*]})"
  systems=("${kept[@]}")
fi

if wants W7; then
  [[ -d $here/target/classes/org/tributary/bench/peers ]] || fail "Cannot make the table of W7: Maven cannot build $here"
  w7_table
fi

# In turns, so that what changes on the machine changes for all.
for ((round = 1; round <= rounds; round++)); do
  say "round $round of $rounds"
  for measure in gradient-W1 train-W2 gradient-W3 train-W5 fit-W6 read-W7; do
    wants "${measure#*-}" || continue
    for system in "${systems[@]}"; do "$system" "$measure" "$repeat"; done
  done
done
if [[ -n $fits ]] && wants W1; then
  for system in "${systems[@]}"; do "$system" fit-W1 1; done
fi
"$python" "$here/table.py" "$lines" >"$out"
cat -- "$out"
