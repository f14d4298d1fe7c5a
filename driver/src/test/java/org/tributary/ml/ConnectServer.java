package org.tributary.ml;

import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.KeyValue;
import org.apache.spark.connect.proto.MlCommand;
import org.apache.spark.connect.proto.MlCommandResult;
import org.apache.spark.connect.proto.MlParams;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.UserContext;
import org.apache.spark.connect.proto.WriteOperation;
import org.apache.spark.sql.connect.common.LiteralValueProtoConverter;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.sparkproject.connect.grpc.ManagedChannel;
import org.sparkproject.connect.grpc.ManagedChannelBuilder;
import org.tributary.driver.LocalSpark;
import scala.Option;

/** A server of Spark Connect in this JVM, and a client that talks to it by protobuf messages. */
final class ConnectServer implements AutoCloseable {
  private final ManagedChannel channel;
  private final SparkConnectServiceGrpc.SparkConnectServiceBlockingStub stub;
  private final String session = UUID.randomUUID().toString();
  private final UserContext user = UserContext.newBuilder().setUserId("tester").build();

  ConnectServer() {
    var context = LocalSpark.session().sparkContext();
    SparkEnv.get().conf().set("spark.connect.grpc.binding.port", "0");
    SparkEnv.get().conf().set("spark.connect.grpc.binding.address", "127.0.0.1");
    SparkConnectService$.MODULE$.start(context);
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", SparkConnectService$.MODULE$.localPort())
            .usePlaintext()
            .build();
    stub = SparkConnectServiceGrpc.newBlockingStub(channel);
  }

  /** Sets a setting of the client's session. */
  void set(String key, String value) {
    stub.config(
        ConfigRequest.newBuilder()
            .setSessionId(session)
            .setUserContext(user)
            .setOperation(
                ConfigRequest.Operation.newBuilder()
                    .setSet(
                        ConfigRequest.Set.newBuilder()
                            .addPairs(KeyValue.newBuilder().setKey(key).setValue(value))))
            .build());
  }

  MlCommandResult run(MlCommand command) {
    return run(Command.newBuilder().setMlCommand(command).build());
  }

  private MlCommandResult run(Command command) {
    Iterator<ExecutePlanResponse> responses =
        stub.executePlan(
            ExecutePlanRequest.newBuilder()
                .setSessionId(session)
                .setUserContext(user)
                .setPlan(Plan.newBuilder().setCommand(command))
                .build());
    MlCommandResult result = MlCommandResult.getDefaultInstance();
    while (responses.hasNext()) {
      ExecutePlanResponse response = responses.next();
      if (response.hasMlCommandResult()) {
        result = response.getMlCommandResult();
      }
    }
    return result;
  }

  /** Writes the rows of a relation as Parquet. */
  void write(Relation relation, String path) {
    run(
        Command.newBuilder()
            .setWriteOperation(
                WriteOperation.newBuilder()
                    .setInput(relation)
                    .setSource("parquet")
                    .setPath(path)
                    .setMode(WriteOperation.SaveMode.SAVE_MODE_OVERWRITE))
            .build());
  }

  static Relation parquet(String path) {
    return Relation.newBuilder()
        .setRead(
            Read.newBuilder()
                .setDataSource(Read.DataSource.newBuilder().setFormat("parquet").addPaths(path)))
        .build();
  }

  static MlParams params(Map<String, Object> values) {
    MlParams.Builder params = MlParams.newBuilder();
    values.forEach(
        (name, value) -> params.putParams(name, LiteralValueProtoConverter.toLiteralProto(value)));
    return params.build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    SparkConnectService$.MODULE$.stop(Option.apply(1L), Option.apply(TimeUnit.SECONDS));
  }
}
