#!/usr/bin/env bash
# Checks what the launcher does itself: that it works from anywhere, its messages and exit codes when something is
# missing, and that the digits job prints nothing on standard error on the JDK in use and on the newest one that is
# installed. Tributary must be built. Takes a minute.
set -euo pipefail

root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/tributary launcher.XXXXXX")
trap 'rm -rf -- "$work"' EXIT
unset SPARK_HOME TRIBUTARY_HEAP TRIBUTARY_JAVA_OPTS TRIBUTARY_SUBMIT_ARGS

# expect NAME CODE PATTERN COMMAND...: the command ends with the code, and its output matches the pattern.
expect() {
  local name=$1 code=$2 pattern=$3 actual=0
  shift 3
  "$@" </dev/null >"$work/out" 2>&1 || actual=$?
  if ((actual != code)) || ! grep -q -- "$pattern" "$work/out"; then
    printf 'launcher: FAILED: %s: exit code %s (expected %s), and this for %s:\n' "$name" "$actual" "$code" "$pattern" >&2
    cat -- "$work/out" >&2
    exit 1
  fi
  printf 'launcher: %s\n' "$name"
}

# version JAVA: its major version, such as 17; nothing if it does not run.
version() { "$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p;' | head -n 1; }

# newest_jdk: the directory of the newest JDK below /usr/lib/jvm.
newest_jdk() {
  local java
  for java in /usr/lib/jvm/*/bin/java; do
    [[ ! -x $java ]] || printf '%s %s\n' "$(version "$java")" "${java%/bin/java}"
  done | grep '^[0-9]' | sort -n | tail -n 1 | cut -d ' ' -f 2-
}

# train_quietly NAME: the digits job does well, and prints nothing on standard error.
train_quietly() {
  "$launcher" inspect nothing </dev/null >"$work/out" 2>&1 || true # the first start says that it prepares later ones
  if ! "$launcher" train "$root/conf/digits.conf" data.path="$root/conf/data/digits.csv" \
    output.model="$work/model of $1" </dev/null >"$work/out" 2>"$work/err" || [[ -s $work/err ]]; then
    printf 'launcher: FAILED: the digits job on %s, with this on standard error:\n' "$1" >&2
    cat -- "$work/err" >&2
    exit 1
  fi
  printf 'launcher: the digits job prints nothing on standard error on %s\n' "$1"
}

script() { # script FILE LINE...
  local file=$1
  shift
  mkdir -p -- "$(dirname -- "$file")"
  printf '%s\n' '#!/bin/sh' "$@" >"$file"
  chmod +x "$file"
}

launcher=$root/deploy/bin/tributary
expect 'runs from its own directory' 0 '[0-9]\.[0-9]' "$launcher" --version

mkdir -p "$work/bin"
ln -s "$launcher" "$work/bin/one"
ln -s one "$work/bin/tributary"
cd -- "$work/bin"
expect 'runs through relative and absolute links, from a directory with a blank' 0 '[0-9]\.[0-9]' ./tributary --version

expect 'takes names beyond ASCII in the locale C' 4 'größe: it does not exist' \
  env LC_ALL=C "$launcher" inspect "$work/größe"

script "$work/java11/bin/java" 'echo "openjdk version \"11.0.2\" 2019-01-15" >&2'
expect 'refuses a JAVA_HOME without Java' 100 'JAVA_HOME is /nowhere' env JAVA_HOME=/nowhere "$launcher" --version
expect 'refuses an old Java' 100 'needs 17 or newer' env JAVA_HOME="$work/java11" "$launcher" --version
expect 'refuses a SPARK_HOME without Spark' 103 'Cannot find /nowhere/bin/spark-submit' \
  env SPARK_HOME=/nowhere "$launcher" --version

# A spark-submit that tells its arguments, one a line.
script "$work/spark/bin/spark-submit" 'printf "<%s>\n" "$@"'
expect 'hands arguments with blanks to spark-submit' 0 '^<a b>$' env SPARK_HOME="$work/spark" "$launcher" train 'a b'
expect 'hands its own variables to spark-submit' 0 '^<spark://host:7077>$' \
  env SPARK_HOME="$work/spark" TRIBUTARY_SUBMIT_ARGS='--master spark://host:7077' "$launcher" train

# A project that was never built, and tools that are not there or fail.
mkdir -p "$work/project/deploy/bin" "$work/tools"
touch "$work/project/pom.xml"
cp -- "$launcher" "$work/project/deploy/bin/"
for tool in bash env dirname find flock grep mkdir cat readlink; do
  if command -v "$tool" >/dev/null; then ln -s "$(command -v "$tool")" "$work/tools/"; fi
done
expect 'misses Java' 100 'PATH has no java' \
  env -u JAVA_HOME PATH="$work/tools" "$work/project/deploy/bin/tributary" --version
script "$work/java17/bin/java" 'echo "openjdk version \"17\" 2021-09-14" >&2'
expect 'misses Maven' 101 'PATH has no mvn' \
  env JAVA_HOME="$work/java17" PATH="$work/tools" "$work/project/deploy/bin/tributary" --version
script "$work/tools/mvn" 'echo the compiler says no' 'exit 1'
expect 'shows why a build failed' 102 'the compiler says no' \
  env JAVA_HOME="$work/java17" PATH="$work/tools" "$work/project/deploy/bin/tributary" --version

# score needs no Spark: it works beside a SPARK_HOME without one.
"$launcher" train "$root/conf/digits.conf" data.path="$root/conf/data/digits.csv" train.epochs=2 \
  output.model="$work/digits" </dev/null >/dev/null 2>&1
rows=$root/conf/data/digits.csv
expect 'scores rows without Spark' 0 '^prediction,probability_0,' \
  sh -c 'SPARK_HOME=/nowhere exec "$1" score "$2" --columns predictions <"$3"' sh "$launcher" "$work/digits" "$rows"
expect 'ends with the code of data at a row that it cannot score' 3 'Cannot score row 1 (line 2): it has 2 fields' \
  sh -c 'printf "%s\n1,2\n" "$(head -n 1 "$3")" | "$1" score "$2"' sh "$launcher" "$work/digits" "$rows"
expect 'tells the versions of score' 0 '^Spark ' "$launcher" score --version

in_use=$(version "${JAVA_HOME:+$JAVA_HOME/bin/}java")
train_quietly "JDK $in_use"
newest=$(newest_jdk)
if [[ -n $newest ]] && (($(version "$newest/bin/java") > in_use)); then
  export JAVA_HOME=$newest
  train_quietly "JDK $(version "$newest/bin/java")"
else
  printf 'launcher: SKIPPED: the digits job on a newer JDK: /usr/lib/jvm has none newer than %s\n' "$in_use"
fi
printf 'launcher: PASSED\n'
