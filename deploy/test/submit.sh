#!/usr/bin/env bash
# Checks what tributary-submit does itself, with a stand-in for spark-submit: how it ships a configuration, what it hands
# on, its messages and exit codes. Tributary must be built. Takes half a minute.
set -euo pipefail

root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/tributary submit.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
unset SPARK_CONF_DIR TRIBUTARY_HEAP TRIBUTARY_JAVA_OPTS TRIBUTARY_SUBMIT_ARGS TRIBUTARY_JARS TRIBUTARY_JAR TRIBUTARY_BLAS
submit=$root/deploy/bin/tributary-submit
export SPARK_HOME=$work/spark TMPDIR=$work/tmp
mkdir -p "$TMPDIR"

# expect NAME CODE PATTERN ARGUMENT...: tributary-submit ends with the code, and a line of its output matches.
expect() {
  local name=$1 code=$2 pattern=$3 actual=0
  shift 3
  "$submit" "$@" </dev/null >"$work/out" 2>&1 || actual=$?
  if ((actual != code)) || ! grep -q -- "$pattern" "$work/out"; then
    printf 'submit: FAILED: %s: exit code %s (expected %s), and this for %s:\n' "$name" "$actual" "$code" "$pattern" >&2
    cat -- "$work/out" >&2
    exit 1
  fi
  printf 'submit: %s\n' "$name"
}

# The last output has a line that matches.
and() { # and NAME PATTERN
  grep -q -- "$2" "$work/out" || {
    printf 'submit: FAILED: %s: no line for %s:\n' "$1" "$2" >&2
    cat -- "$work/out" >&2
    exit 1
  }
  printf 'submit: %s\n' "$1"
}

# A spark-submit that tells its arguments, one a line, and what is in the file after --files.
mkdir -p "$work/spark/bin" "$work/spark/conf" "$work/jobs" "$work/shared"
cat >"$work/spark/bin/spark-submit" <<'END'
#!/usr/bin/env bash
printf '<%s>\n' "$@"
while (($#)); do
  if [[ $1 == --files ]]; then sed 's/^/shipped: /' "${2##*,}"; fi
  shift
done
cat "$SPARK_HOME/says" >&2 2>/dev/null || true
exit "$(cat "$SPARK_HOME/code" 2>/dev/null || printf 0)"
END
chmod +x "$work/spark/bin/spark-submit"
printf 'data { path = ${ROWS}, label = digit }\n' >"$work/shared/base.conf"
printf 'include "../shared/base.conf"\noutput.model = "hdfs:///models/digits"\n' >"$work/jobs/job of digits.conf"
job="$work/jobs/job of digits.conf"
export ROWS=hdfs:///digits.csv
yarn=(--master yarn --deploy-mode cluster)
alone=(--master spark://host:7077 --deploy-mode cluster)

expect 'tells its usage' 0 '^Usage: tributary-submit' --help
expect 'wants a command' 2 'no -- before the command' --master yarn
expect 'wants a value' 2 'master has no value' --master -- train
expect 'hands on the arguments in client mode' 0 '^<train.epochs=3>$' --master yarn -- train "$job" train.epochs=3
and 'as they are' "^<$job>\$"

expect 'ships the configuration to YARN' 0 '^shipped: data.path = "hdfs:///digits.csv"$' "${yarn[@]}" -- train --json "$job"
and 'with its includes and their variables' '^shipped: data.label = "digit"$'
and 'and names it where the driver finds it' '^<job_of_digits-[0-9a-f]\{12\}.conf>$'
and 'and hands on the options of the command' '^<--json>$'
expect 'ships the settings of the arguments, too' 0 '^shipped: train.epochs = "3"$' "${yarn[@]}" -- train "$job" train.epochs=3
expect 'ships it beside other files' 0 '^</a.txt,/.*job_of_digits-[0-9a-f]*.conf>$' "${yarn[@]}" --files /a.txt -- train "$job"
expect 'ships it to Kubernetes' 0 '^shipped: data.label' --master k8s://host --deploy-mode cluster -- train "$job"
printf 'spark.master = k8s://host\nspark.submit.deployMode cluster\n' >"$work/spark/conf/spark-defaults.conf"
expect 'reads the defaults of Spark' 0 '^shipped: data.label' -- train "$job"
rm -- "$work/spark/conf/spark-defaults.conf"
[[ -z $(ls -A "$TMPDIR") ]] || {
  printf 'submit: FAILED: a shipped file is left: %s\n' "$TMPDIR"/* >&2
  exit 1
}

expect 'wants a directory of all machines for a standalone cluster' 2 'with --stage DIR' "${alone[@]}" -- train "$job"
expect 'puts the configuration into it' 0 "^<$work/stage/job_of_digits-[0-9a-f]*.conf>\$" \
  "${alone[@]}" --stage "$work/stage" --supervise -- train "$job"
grep -q '^data.label = "digit"$' "$work"/stage/job_of_digits-*.conf
expect 'names a file of the image by its path' 0 '^</opt/job.conf>$' "${yarn[@]}" -- train local:/opt/job.conf
expect 'leaves a URI as it is' 0 '^<hdfs:///jobs/job.conf>$' "${alone[@]}" -- train hdfs:///jobs/job.conf
expect 'misses a configuration' 2 'there is no such file' "${yarn[@]}" -- train "$work/nowhere.conf"
expect 'checks the configuration first' 2 'Invalid train.epochs' "${yarn[@]}" -- train "$job" train.epochs=-1

TRIBUTARY_JAR=hdfs:///t.jar expect 'takes a jar that is in the cluster' 0 '^<hdfs:///t.jar>$' "${yarn[@]}" -- train "$job"
TRIBUTARY_JARS=/a.jar expect 'joins the jars' 0 '^</a.jar,/b.jar>$' --jars /b.jar "${yarn[@]}" -- train "$job"
TRIBUTARY_BLAS=java expect 'hands on the choice of the BLAS' 0 '^<spark.yarn.appMasterEnv.TRIBUTARY_BLAS=java>$' \
  "${yarn[@]}" -- train "$job"

printf 'diagnostics: User application exited with status 9\n' >"$work/spark/says"
printf 1 >"$work/spark/code"
expect 'ends with the code of the driver on YARN' 9 'exited with status 9' "${yarn[@]}" -- train "$job"
printf '	 exit code: 3\n' >"$work/spark/says"
printf 0 >"$work/spark/code"
expect 'ends with the code of the driver on Kubernetes' 3 'exit code: 3' --master k8s://h --deploy-mode cluster -- train "$job"
printf 'State of driver driver-1 is FAILED, exiting\n' >"$work/spark/says"
expect 'ends with 1 if a driver in a standalone cluster failed' 1 FAILED "${alone[@]}" --stage "$work/stage" -- train "$job"
unset SPARK_HOME
expect 'wants a SPARK_HOME' 103 'SPARK_HOME is not set' --master yarn -- train "$job"
printf 'submit: PASSED\n'
