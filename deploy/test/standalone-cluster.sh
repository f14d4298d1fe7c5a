#!/usr/bin/env bash
# Proves that the same configuration, unchanged, trains on a cluster: starts a standalone master and two workers in JVMs
# of their own, submits the job with spark-submit, and checks that both executors computed and that the model is there.
# Then trains on this machine alone and says whether the weights agree bit for bit.
#
# Usage: standalone-cluster.sh [CONF]     (default conf/digits.conf; Tributary must be built)
# Everything listens on loopback, at ports that the system picks. Ends within ten minutes, leaves no process behind.
set -euo pipefail

root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
conf=$(realpath -- "${1:-$root/conf/digits.conf}")
cd -- "$root"
work=$(mktemp -d "${TMPDIR:-/tmp}/tributary-cluster.XXXXXX")
pids=()
reason='see the logs'

say() { printf 'cluster: %s\n' "$*"; }

# Ends with the reason in the last line, below the logs.
fail() {
  reason=$*
  exit 1
}

stop() {
  local code=$? log
  trap - EXIT
  if ((${#pids[@]})); then
    kill "${pids[@]}" 2>/dev/null || true
    wait "${pids[@]}" 2>/dev/null || true
  fi
  if ((code == 0)); then
    rm -rf -- "$work"
  else
    for log in "$work"/{master,worker1,worker2,cluster,local}.log; do
      [[ -f $log ]] || continue
      printf '%s\n' "--- the end of $log" >&2
      tail -n 40 -- "$log" >&2
    done
    say "FAILED: $reason (logs are kept in $work)" >&2
  fi
  exit "$code"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# await LOG COUNT PATTERN: until COUNT lines of LOG match, a minute at most.
await() {
  local deadline=$((SECONDS + 60))
  until (($(grep -c -- "$3" "$1" 2>/dev/null || true) >= $2)); do
    ((SECONDS < deadline)) || fail "no $2 times '$3' in $1 within a minute"
    sleep 0.2
  done
}

# train NAME VARIABLE=VALUE...: trains into model-NAME with these in the environment, four minutes at most. In the
# background, because bash answers a signal only when no command runs in the foreground.
train() {
  local name=$1 code=0
  shift
  SECONDS=0
  env -u SPARK_HOME "$@" timeout --kill-after=10 240 "$root/deploy/bin/tributary" train "$conf" \
    "output.model=$work/model-$name" --json </dev/null >"$work/$name.out" 2>"$work/$name.log" &
  pids+=("$!")
  wait "$!" || code=$?
  unset 'pids[-1]'
  ((code == 0)) || fail "the $name run ended with exit code $code"
  say "the $name run took $SECONDS s: $(tail -n 1 "$work/$name.out")"
}

# A home for Spark: the jars that the build copied, and the two scripts beside this one.
mkdir "$work/home"
ln -s "$root/deploy/target/spark/jars" "$work/home/jars"
ln -s "$root/deploy/test/spark-home/bin" "$work/home/bin"
[[ -d $work/home/jars ]] || fail "$root/deploy/target/spark/jars is not there; build with mvn -B -DskipTests package"
export SPARK_DAEMON_MEMORY=256m

# daemon NAME ADDRESS CLASS ARGUMENT...
daemon() {
  local name=$1 address=$2
  shift 2
  SPARK_HOME=$work/home SPARK_LOCAL_IP=$address \
    "$work/home/bin/spark-class" "$@" </dev/null >"$work/$name.log" 2>&1 &
  pids+=("$!")
}

daemon master 127.0.0.1 org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 0 --webui-port 0
await "$work/master.log" 1 'Starting Spark master at spark://'
master=$(grep -o 'spark://127.0.0.1:[0-9]*' "$work/master.log" | head -n 1)

# A worker has an address of its own, so that Spark takes each for a host.
for i in 1 2; do
  daemon "worker$i" "127.0.0.1$i" org.apache.spark.deploy.worker.Worker --host "127.0.0.1$i" --port 0 --webui-port 0 \
    --cores 1 --memory 1g --work-dir "$work/worker$i" "$master"
done
await "$work/master.log" 2 'Registering worker'
say "$master has two workers"

# Waits for both executors before the first task; nothing else is set but the master.
train cluster SPARK_HOME="$work/home" SPARK_LOCAL_IP=127.0.0.1 \
  TRIBUTARY_SUBMIT_ARGS="--master $master --conf spark.scheduler.minRegisteredResourcesRatio=1.0"

for i in 1 2; do
  tasks=$(cat "$work/worker$i"/app-*/*/stderr | grep -c 'Finished task' || true)
  ((tasks > 0)) || fail "the executor of worker $i finished no task"
  say "worker $i (127.0.0.1$i) finished $tasks tasks"
done
weights=$work/model-cluster/weights.safetensors
[[ -s $weights ]] || fail "$weights is not there"

train local
if cmp -s -- "$weights" "$work/model-local/weights.safetensors"; then
  say "the weights of both runs are identical, bit for bit"
else
  say "the weights of both runs differ"
fi
say "PASSED"
