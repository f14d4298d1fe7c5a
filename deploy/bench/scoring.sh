#!/usr/bin/env bash
# Measures the CPU time per row of Tributary's scorer, of onnxruntime with the exported model, and of XGBoost: one
# thread, systems in turns, one Markdown table on standard output. Tributary must be built. Needs the network for peers.
set -euo pipefail

root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
repository=$(mvn -q help:evaluate -Dexpression=settings.localRepository -DforceStdout | sed 's/\x1b\[[0-9;]*m//g')
path=$(compgen -G "$root/worker-core/scoring/target/tributary-scoring-*.jar"):$root/driver/target/classes
path+=:$(compgen -G "$root/deploy/target/spark/jars/kryo-shaded-*.jar")
for artifact in org.tribuo:tribuo-util-onnx:4.3.2 com.google.protobuf:protobuf-java:4.33.5 \
  com.microsoft.onnxruntime:onnxruntime:1.23.2 ml.dmlc:xgboost4j_2.13:2.1.4 commons-logging:commons-logging:1.2; do
  mvn -B -q dependency:get -Dartifact="$artifact" -Dtransitive=false
  IFS=: read -r group name version <<<"$artifact"
  path+=:$repository/${group//.//}/$name/$version/$name-$version.jar
done
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx3g -XX:+UseSerialGC -cp "$path" "$root/deploy/bench/Scoring.java"
