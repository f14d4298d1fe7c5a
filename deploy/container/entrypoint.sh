#!/usr/bin/env bash
# Becomes the entrypoint of Spark's image. With TRIBUTARY_OK_CODES, such as "7", those exit codes become 0, so that an
# operator does not start a retraining again that has kept the current model.
set -euo pipefail

readonly entrypoint=${SPARK_ENTRYPOINT:-/opt/entrypoint.sh}
if [[ -z ${TRIBUTARY_OK_CODES:-} || ${1:-} != driver ]]; then
  exec "$entrypoint" "$@"
fi

# Signals go on to the driver, which writes a last checkpoint; one that comes while the driver starts, too.
child='' ended=''
end_child() { kill -TERM "$child" 2>/dev/null || true; }
trap 'ended=1; [[ -z $child ]] || end_child' TERM INT
"$entrypoint" "$@" &
child=$!
[[ -z $ended ]] || end_child
code=0
wait "$child" || code=$?
while kill -0 "$child" 2>/dev/null; do
  code=0
  wait "$child" || code=$?
done
if [[ " $TRIBUTARY_OK_CODES " == *" $code "* ]]; then
  printf 'Exit code %d counts as success here (TRIBUTARY_OK_CODES)\n' "$code" >&2
  code=0
fi
exit "$code"
