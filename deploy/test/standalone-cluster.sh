#!/usr/bin/env bash
# Proves that the same configuration, unchanged, trains on a cluster: starts a standalone master and two workers in JVMs
# of their own, submits the job with spark-submit, and checks that both executors computed. Then trains on this machine
# alone, and checks that every bit of the weights and every figure printed is the same. Last, trains a little on the
# cluster without spark-submit, by Tributary's own Spark, and checks that nothing of the driver listens beyond loopback.
#
# Usage: standalone-cluster.sh [CONF]     (default conf/digits.conf; Tributary must be built)
# Everything listens on loopback, at ports that the system picks. Ends within half an hour, leaves no process behind.
set -euo pipefail

root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
conf=$(realpath -- "${1:-$root/conf/digits.conf}")
cd -- "$root"
work=$(mktemp -d "${TMPDIR:-/tmp}/tributary-cluster.XXXXXX")
pids=()
before=()
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
    for log in "$work"/{master,worker1,worker2,cluster,local,own}.log; do
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

# train NAME [KEY=VALUE...] -- [VARIABLE=VALUE...]: trains into model-NAME with these settings, and these variables in the
# environment, eight minutes at most. In the background, because bash answers a signal only when no command runs in the
# foreground. Nothing but Tributary may write to standard output.
train() {
  local name=$1 code=0 settings=()
  shift
  while [[ $1 != -- ]]; do
    settings+=("$1")
    shift
  done
  shift
  SECONDS=0
  env -u SPARK_HOME "$@" timeout --kill-after=10 480 "$root/deploy/bin/tributary" train "$conf" \
    "output.model=$work/model-$name" "${settings[@]}" --json </dev/null >"$work/$name.out" 2>"$work/$name.log" &
  pids+=("$!")
  wait "$!" || code=$?
  unset 'pids[-1]'
  ((code == 0)) || fail "the $name run ended with exit code $code"
  [[ -s $work/model-$name/weights.safetensors ]] || fail "the $name run left no weights in $work/model-$name"
  ! grep -E '(TRACE|DEBUG|INFO|WARN|ERROR) |SLF4J|WARNING' "$work/$name.out" || fail "a log runs into $work/$name.out"
  say "the $name run took $SECONDS s: $(tail -n 1 "$work/$name.out" | cut -c -240) ..."
}

# figures NAME: what the run printed as tables, but for the columns of speed and time.
figures() { awk '$1 ~ /^[0-9]+$/ { print $1, $2, $3, $4 }' "$work/$1.out"; }

# tasks N: how many tasks the executors of worker N finished until now.
tasks() { cat "$work/worker$1"/app-*/*/stderr | grep -c 'Finished task' || true; }

# watch_listeners NAME: writes to exposed-NAME what the driver of that run listens on, where that is no loopback address,
# and to listens-NAME what it listens on at all, in the hexadecimal digits of the kernel. Ends with the driver.
watch_listeners() {
  local name=$1 pid='' inodes
  until [[ -n $pid ]]; do
    pid=$(pgrep -f "^[^ ]*java .*model-$name" | head -n 1 || true)
    sleep 0.2
  done
  while [[ -d /proc/$pid ]]; do
    inodes=$(find "/proc/$pid/fd" -lname 'socket:*' -printf '%l ' 2>/dev/null || true)
    awk -v inodes="$inodes" '$4 == "0A" && index(inodes, "socket:[" $10 "]") { print $2 }' /proc/net/tcp /proc/net/tcp6 \
      >>"$work/listens-$name"
    # Bytes of an address stand in the order of the machine: 127.0.0.1 ends with 7F, ::1 with 01000000.
    grep -vE '(7F|0{24}01000000):' "$work/listens-$name" >"$work/exposed-$name" || true
    sleep 0.2
  done
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

# Waits for both executors before the first task; nothing else is set but the master, and that rounds use the workers.
train cluster train.rounds=cluster -- SPARK_HOME="$work/home" SPARK_LOCAL_IP=127.0.0.1 \
  TRIBUTARY_SUBMIT_ARGS="--master $master --conf spark.scheduler.minRegisteredResourcesRatio=1.0"
for i in 1 2; do
  before[i]=$(tasks "$i")
  say "worker $i (127.0.0.1$i) finished ${before[i]} tasks"
done
# The data is one split of a file; its blocks must not stay where that was read.
for i in 1 2; do
  ((before[i] * 5 >= (before[1] + before[2]) * 2)) || fail "worker $i finished less than two fifths of the tasks"
done

train local --
cmp -- "$work"/model-{cluster,local}/weights.safetensors || fail "the weights of both runs differ"
say "the weights of both runs are identical, bit for bit"
[[ -n $(figures local) ]] || fail "no figures in $work/local.out"
diff <(figures cluster) <(figures local) || fail "the figures of both runs differ"
say "both printed the same figures"

# No SPARK_LOCAL_IP, by which Spark would bind its web UI, too.
watch_listeners own &
pids+=("$!")
train own "spark.master=$master" train.epochs=3 spark.scheduler.minRegisteredResourcesRatio=1.0 \
  spark.driver.host=127.0.0.1 spark.ui.port=0 -- -u SPARK_LOCAL_IP
[[ -s $work/listens-own ]] || fail "the own run listened on nothing"
[[ ! -s $work/exposed-own ]] || fail "the own run listened beyond loopback: $(sort -u "$work/exposed-own" | tr '\n' ' ')"
say "the driver listened on $(sort -u "$work/listens-own" | wc -l) ports, all of loopback"
for i in 1 2; do
  after=$(tasks "$i")
  ((after > before[i])) || fail "the executor of worker $i finished no task of Tributary's own Spark"
done
say "both workers finished tasks of Tributary's own Spark"
say "PASSED"
