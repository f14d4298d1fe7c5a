#!/usr/bin/env bash
# Checks the tarball that `mvn package` builds: unpacked into a path with blanks, it trains and predicts by the commands
# of the README, builds nothing, and writes nothing into its own directory but the archives of its first start.
set -euo pipefail

root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/tributary tarball.XXXXXX")
trap 'chmod -R u+w -- "$work"; rm -rf -- "$work"' EXIT
unset SPARK_HOME TRIBUTARY_HEAP TRIBUTARY_JAVA_OPTS TRIBUTARY_SUBMIT_ARGS

fail() {
  printf 'tarball: FAILED: %s\n' "$*" >&2
  exit 1
}

# contents DIRECTORY: every file in it with its size and its times, but for what a first start leaves.
contents() {
  (cd -- "$1" && find . ! -path ./deploy/target ! -name '*.jsa' ! -name start.log ! -name build.lock ! -path ./deploy/target/lib \
    -printf '%p %s %T@ %m\n' | sort)
}

tarballs=("$root"/deploy/target/tributary-*.tar.gz)
((${#tarballs[@]} == 1)) && [[ -f ${tarballs[0]} ]] ||
  fail "expected one tarball in deploy/target, found: ${tarballs[*]} (run mvn -B clean package -DskipTests)"

mkdir -- "$work/unpacked here"
tar -xzf "${tarballs[0]}" -C "$work/unpacked here"
homes=("$work/unpacked here"/*)
((${#homes[@]} == 1)) || fail "expected one directory in the tarball, found ${homes[*]}"
home=${homes[0]}
chmod -R a-w -- "$home"
contents "$home" >"$work/before"
for file in README.md LICENSE NOTICE THIRD-PARTY-LICENSES CHANGELOG.md tributary.cdx.json conf/digits.conf \
  deploy/docs/launcher.md deploy/docs/deployment.md driver/docs/configuration.md worker-core/docs/model-format.md \
  deploy/airflow/tributary_retrain.py deploy/container/Containerfile deploy/container/entrypoint.sh \
  deploy/kubernetes/common.yaml deploy/kubernetes/apache/retrain.yaml deploy/kubernetes/kubeflow/retrain.yaml \
  deploy/systemd/tributary-retrain@.service deploy/systemd/tributary-retrain@.timer deploy/target/lib/tributary.jar; do
  [[ -s $home/$file ]] || fail "there is no $file"
done
for file in deploy/bin/tributary deploy/bin/tributary-submit deploy/container/entrypoint.sh; do
  [[ -x $home/$file ]] || fail "$file is not executable"
done
# What the container file copies is there.
while read -r file; do
  [[ -s $home/$file ]] || fail "the container file copies $file, which is not there"
done < <(sed -n 's/^COPY --chmod=[0-9]* \(.*\) [^ ]*$/\1/p' "$home/deploy/container/Containerfile" | tr ' ' '\n')

cd -- "$work"
tributary=$home/deploy/bin/tributary
version=$("$tributary" --version)
commit=$(git -C "$root" rev-parse --short=10 HEAD 2>/dev/null || true)
[[ $version =~ ^Tributary\ [0-9.]+(-SNAPSHOT)?"${commit:++$commit}"$'\n' ]] ||
  fail "the version is $version (expected that of commit ${commit:-unknown})"
printf 'tarball: %s\n' "${version%%$'\n'*}"
"$tributary" inspect nothing </dev/null >out 2>&1 && fail "it inspects a model that is not there" # the first start
"$tributary" train "$home/conf/digits.conf" "data.path=$home/conf/data/digits.csv" train.epochs=20 output.model=digits \
  </dev/null >out 2>err || fail "training: $(cat err)"
[[ ! -s err ]] || fail "training prints on standard error: $(cat err)"
"$tributary" predict digits "$home/conf/data/digits.csv" predictions </dev/null >out 2>err || fail "predicting: $(cat err)"
"$tributary" score digits <"$home/conf/data/digits.csv" >scored 2>err || fail "scoring: $(cat err)"
(($(wc -l <scored) == 1798)) || fail "score wrote $(wc -l <scored) lines (expected 1798)"
if [[ -w $home/deploy/target/lib ]]; then
  [[ $(find "$home" -name '*.jsa' -size +1M | wc -l) == 2 ]] || fail "the first start left no archives of classes"
fi
contents "$home" >after
cmp -s before after || fail "the commands changed what was unpacked: $(diff before after)"
printf 'tarball: trains, predicts and scores, and changes nothing else in its own directory\ntarball: PASSED\n'
