#!/usr/bin/env bash
# Proves that the estimators for Spark ML need nothing but the submit jar in spark.jars: starts a standalone master and a
# worker, and submits a small program that fits, saves, loads and transforms, in a pipeline as well, with a Spark that
# knows nothing of Tributary. The executor gets the classes and the native libraries from that jar alone.
#
# Usage: estimators-cluster.sh      (Tributary must be built)
# Everything listens on loopback, at ports that the system picks. Ends within ten minutes, leaves no process behind.
set -euo pipefail

root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
jar=$root/deploy/target/lib/tributary.jar
work=$(mktemp -d "${TMPDIR:-/tmp}/tributary-estimators.XXXXXX")
pids=()
reason='see the logs'

say() { printf 'estimators: %s\n' "$*"; }

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
    for log in "$work"/*.log; do
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

# await LOG PATTERN: until a line of LOG matches, a minute at most.
await() {
  local deadline=$((SECONDS + 60))
  until grep -q -- "$2" "$1" 2>/dev/null; do
    ((SECONDS < deadline)) || fail "no '$2' in $1 within a minute"
    sleep 0.2
  done
}

[[ -f $jar ]] || fail "$jar is not there; build it with deploy/bin/tributary --version"

# A home for Spark as it comes, with spark-mllib: the jars that the benchmarks run Spark's own classes with.
(cd -- "$root/deploy/bench" && mvn -B -q compile) </dev/null >"$work/build.log" 2>&1 || fail "cannot build $root/deploy/bench"
mkdir "$work/home" "$work/classes"
ln -s "$root/deploy/bench/target/lib" "$work/home/jars"
ln -s "$root/deploy/test/spark-home/bin" "$work/home/bin"
! compgen -G "$work/home/jars/*tributary*" >/dev/null || fail "$work/home/jars has Tributary in it"

cat >"$work/EstimatorJob.java" <<'JAVA'
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tributary.ml.MultilayerPerceptronClassificationModel;
import org.tributary.ml.MultilayerPerceptronClassifier;
import org.tributary.ml.MultilayerPerceptronRegressor;

public final class EstimatorJob {
  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().getOrCreate();
    Dataset<Row> rows =
        spark
            .range(0, 4000, 1, 4)
            .selectExpr(
                "cast(id % 17 as double) / 17 a",
                "cast(id % 23 as double) / 23 b",
                "element_at(array('red', 'blue', null), cast(id % 3 + 1 as int)) color",
                "cast(id % 17 > 8 and id % 3 = 0 as double) label");
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(new String[] {"a", "b"}).setOutputCol("features");
    MultilayerPerceptronClassificationModel model =
        new MultilayerPerceptronClassifier()
            .setLayers(new int[] {2, 8, 2})
            .setSolver("adam")
            .setNumShards(2)
            .setMaxIter(5)
            .fit(assembler.transform(rows));
    model.write().overwrite().save(args[0] + "/vectors");
    long same =
        MultilayerPerceptronClassificationModel.load(args[0] + "/vectors")
            .transform(assembler.transform(rows))
            .select("prediction")
            .exceptAll(model.transform(assembler.transform(rows)).select("prediction"))
            .count();
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new MultilayerPerceptronClassifier()
                      .setFeaturesCols(new String[] {"a", "color"})
                      .setHiddenLayers(new int[] {8})
                      .setMaxIter(20)
                });
    PipelineModel fitted = pipeline.fit(rows);
    fitted.write().overwrite().save(args[0] + "/pipeline");
    Dataset<Row> predicted = PipelineModel.load(args[0] + "/pipeline").transform(rows);
    double accuracy = predicted.filter("prediction = label").count() / 4000.0;
    double r2 =
        new MultilayerPerceptronRegressor()
            .setFeaturesCols(new String[] {"a"})
            .setLabelCol("b2")
            .setMaxIter(20)
            .fit(rows.selectExpr("a", "a * 2 b2"))
            .summary()
            .r2();
    System.out.println("RESULT " + List.of(same, accuracy, r2));
    spark.stop();
    if (same != 0 || accuracy < 0.9 || r2 < 0.9) {
      throw new IllegalStateException("Wrong results: " + List.of(same, accuracy, r2));
    }
  }
}
JAVA
"${JAVA_HOME:+$JAVA_HOME/bin/}javac" -nowarn -d "$work/classes" -cp "$work/home/jars/*:$jar" "$work/EstimatorJob.java" \
  >"$work/javac.log" 2>&1 || fail "the program does not compile against the jar"
"${JAVA_HOME:+$JAVA_HOME/bin/}jar" --create --file "$work/job.jar" -C "$work/classes" .

export SPARK_DAEMON_MEMORY=256m SPARK_LOCAL_IP=127.0.0.1 SPARK_HOME=$work/home

# daemon NAME CLASS ARGUMENT...
daemon() {
  local name=$1
  shift
  "$work/home/bin/spark-class" "$@" </dev/null >"$work/$name.log" 2>&1 &
  pids+=("$!")
}

daemon master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 0 --webui-port 0
await "$work/master.log" 'Starting Spark master at spark://'
master=$(grep -o 'spark://127.0.0.1:[0-9]*' "$work/master.log" | head -n 1)
daemon worker org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --port 0 --webui-port 0 --cores 2 --memory 1g \
  --work-dir "$work/worker" "$master"
await "$work/master.log" 'Registering worker'

# Nothing of Tributary is set but the jar.
timeout --kill-after=10 480 "$work/home/bin/spark-submit" --master "$master" --conf "spark.jars=$jar" \
  --class EstimatorJob "$work/job.jar" "$work/models" </dev/null >"$work/job.out" 2>"$work/job.log" &
pids+=("$!")
code=0
wait "$!" || code=$?
unset 'pids[-1]'
((code == 0)) || fail "spark-submit ended with exit code $code"
result=$(grep '^RESULT ' "$work/job.out") || fail "the program printed no result"
tasks=$(cat "$work"/worker/app-*/*/stderr | grep -c 'Finished task' || true)
((tasks > 0)) || fail "the executor finished no task"
say "differing predictions, accuracy of the pipeline, r2 of the regression: ${result#RESULT }"
say "the executor finished $tasks tasks with the classes of $jar"
say "PASSED"
