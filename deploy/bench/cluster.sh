#!/usr/bin/env bash
# Runs a command of tributary on a standalone cluster of Spark on this machine: a master and workers in JVMs of their
# own, each worker a host to Spark.
#
# Usage: cluster.sh [--workers N] [--memory SIZE] [--link MBIT] COMMAND ARGUMENT...
#   --workers N    how many, of one core each (default 2)
#   --memory SIZE  heap of each worker's executor (default 2g)
#   --link MBIT    puts the driver and every worker into a network namespace of its own and lets each send and take
#                  so many Mbit/s; Linux, as root, with ip and tc
# The driver's heap is TRIBUTARY_HEAP. Prints how much each worker's link carried, where there are links.
#
#   deploy/bench/cluster.sh bench aggregation --repeat 3
#   TRIBUTARY_HEAP=2g deploy/bench/cluster.sh --memory 4g train deploy/bench/large.conf
#   deploy/bench/cluster.sh --link 200 train deploy/bench/link.conf train.aggregation.mode=tree
set -euo pipefail

root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
workers=2
memory=2g
link=
while [[ ${1:-} == --* ]]; do
  (($# >= 2)) || { printf 'cluster: Invalid %s: no value (see the head of %s)\n' "$1" "$0" >&2; exit 2; }
  case $1 in
    --workers) workers=$2 ;;
    --memory) memory=$2 ;;
    --link) link=$2 ;;
    *) printf 'cluster: unknown option %s\n' "$1" >&2; exit 2 ;;
  esac
  shift 2
done
[[ $workers =~ ^[1-9][0-9]*$ ]] || { printf 'cluster: Invalid --workers: %s (expected 1 or more)\n' "$workers" >&2; exit 2; }
[[ -z $link || $link =~ ^[1-9][0-9]*$ ]] || { printf 'cluster: Invalid --link: %s (expected Mbit/s, 1 or more)\n' "$link" >&2; exit 2; }
(($#)) || { printf 'cluster: no command; see the beginning of %s\n' "${BASH_SOURCE[0]}" >&2; exit 2; }

work=$(mktemp -d "${TMPDIR:-/tmp}/tributary-cluster.XXXXXX")
pids=()

# become NUMBER COMMAND...: in the namespace of a worker, or of the driver, which is 0; for a subshell, whose process the
# command takes over, so that a signal to it reaches the command.
become() {
  local number=$1
  shift
  if [[ -n $link ]]; then exec ip netns exec "$$-$number" "$@"; else exec "$@"; fi
}

# address NUMBER: of a worker, or of the driver.
address() {
  if [[ -n $link ]]; then printf '10.77.0.%d' $((10 + $1)); else printf '127.0.0.%d' $((10 + $1)); fi
}

stop() {
  local code=$? i
  trap - EXIT
  if ((${#pids[@]})); then
    kill "${pids[@]}" 2>/dev/null || true
    wait "${pids[@]}" 2>/dev/null || true
  fi
  if [[ -n $link ]]; then
    for ((i = 0; i <= workers; i++)); do ip netns del "$$-$i" 2>/dev/null || true; done
    ip netns del "$$-switch" 2>/dev/null || true
  fi
  if ((code == 0)); then
    rm -rf -- "$work"
  else
    rm -rf -- "$work"/worker*/app-* "$work"/local*
    printf 'cluster: exit code %d, logs are in %s\n' "$code" "$work" >&2
  fi
  exit "$code"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A switch in a namespace of its own, and a cable to every host, slowed down at both of its ends.
if [[ -n $link ]]; then
  ip netns add "$$-switch"
  ip -n "$$-switch" link set lo up
  ip -n "$$-switch" link add bridge type bridge
  ip -n "$$-switch" link set bridge up
  for ((i = 0; i <= workers; i++)); do
    ip netns add "$$-$i"
    ip -n "$$-$i" link set lo up
    ip link add eth netns "$$-$i" type veth peer name "port$i" netns "$$-switch"
    ip -n "$$-$i" address add "$(address "$i")/24" dev eth
    ip -n "$$-$i" link set eth up
    ip -n "$$-switch" link set "port$i" up master bridge
    ip netns exec "$$-$i" tc qdisc add dev eth root tbf rate "${link}mbit" burst 64kb latency 50ms
    ip netns exec "$$-switch" tc qdisc add dev "port$i" root tbf rate "${link}mbit" burst 64kb latency 50ms
  done
fi

mkdir "$work/home"
ln -s "$root/deploy/target/spark/jars" "$work/home/jars"
ln -s "$root/deploy/test/spark-home/bin" "$work/home/bin"
[[ -d $work/home/jars ]] || "$root/deploy/bin/tributary" --version >/dev/null
export SPARK_DAEMON_MEMORY=256m

# daemon NUMBER CLASS ARGUMENT...
daemon() {
  local number=$1
  shift
  mkdir "$work/local$number-${1##*.}"
  (
    export SPARK_HOME=$work/home SPARK_LOCAL_IP SPARK_LOCAL_DIRS=$work/local$number-${1##*.}
    SPARK_LOCAL_IP=$(address "$number")
    become "$number" "$work/home/bin/spark-class" "$@"
  ) </dev/null >"$work/${1##*.}$number.log" 2>&1 &
  pids+=("$!")
}

# await LOG COUNT PATTERN: until COUNT lines of LOG match, a minute at most.
await() {
  local deadline=$((SECONDS + 60))
  until (($(cat -- "$1" 2>/dev/null | grep -c -- "$3" || true) >= $2)); do
    ((SECONDS < deadline)) || { printf 'cluster: no %s times "%s" in %s\n' "$2" "$3" "$1" >&2; exit 1; }
    sleep 0.2
  done
}

daemon 0 org.apache.spark.deploy.master.Master --host "$(address 0)" --port 0 --webui-port 0
await "$work/Master0.log" 1 'Starting Spark master at spark://'
master=$(grep -o 'spark://[0-9.]*:[0-9]*' "$work/Master0.log" | head -n 1)
for ((i = 1; i <= workers; i++)); do
  daemon "$i" org.apache.spark.deploy.worker.Worker --host "$(address "$i")" --port 0 --webui-port 0 \
    --cores 1 --memory "$memory" --work-dir "$work/worker$i" "$master"
done
await "$work/Master0.log" "$workers" 'Registering worker'

# In the background, because bash answers a signal only when no command runs in the foreground.
code=0
(
  unset SPARK_HOME
  export SPARK_LOCAL_IP
  SPARK_LOCAL_IP=$(address 0)
  become 0 "$root/deploy/bin/tributary" "$@" "spark.master=$master" "spark.executor.memory=$memory" \
    "spark.driver.host=$SPARK_LOCAL_IP" spark.scheduler.minRegisteredResourcesRatio=1.0
) &
pids+=("$!")
wait "$!" || code=$?
unset 'pids[-1]'
if [[ -n $link ]]; then
  for ((i = 0; i <= workers; i++)); do
    ip netns exec "$$-$i" sh -c 'cat /sys/class/net/eth/statistics/rx_bytes /sys/class/net/eth/statistics/tx_bytes' |
      tr '\n' ' ' | awk -v host="$i" '{ printf "host %d (0 is the driver) took %.1f MB and sent %.1f MB\n", host, $1/1e6, $2/1e6 }'
  done
fi
exit "$code"
