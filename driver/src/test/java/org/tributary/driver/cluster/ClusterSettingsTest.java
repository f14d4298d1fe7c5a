package org.tributary.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tributary.driver.LocalSpark;
import org.tributary.driver.cli.TributaryKryoRegistrator;
import org.tributary.driver.source.Sources;
import org.tributary.driver.spec.FormatSpec;

/** What users set for a whole cluster changes no job, and no bit of its results. */
@Tag("cluster")
class ClusterSettingsTest {
  private static final String STORE_PASSWORD = "changed-by-nobody";

  @TempDir private static Path directory;
  private static Path csv;
  private static Map<WholeJob.Kind, WholeJob.Result> onThreads;

  @BeforeAll
  static void runOnThreads() {
    csv = WholeJob.data(directory);
    onThreads = runAll(LocalSpark.session());
  }

  /** Settings that have nothing to do with each other: one cluster has both. */
  @Test
  void kryoKnowsEveryClassThatTravelsAuthenticatedAndEncrypted() {
    Map<String, String> settings = kryoAndSecret();
    settings.put("spark.kryo.registrator", TributaryKryoRegistrator.class.getName());
    settings.put("spark.kryo.registrationRequired", "true");
    settings.put("spark.network.crypto.enabled", "true");
    settings.put("spark.io.encryption.enabled", "true");

    try (ExecutorCluster cluster = ExecutorCluster.start(settings)) {
      assertThat(runAll(cluster.session())).isEqualTo(onThreads);
    }
  }

  /**
   * Spark registers no ByteType, which the schema of vectors in Parquet has. Transport layer
   * security is no hindrance.
   */
  @Test
  void kryoCarriesVectorsOfParquetOverTransportLayerSecurity() throws Exception {
    Path store = keyStore();
    Map<String, String> settings = kryoAndSecret();
    settings.put("spark.kryo.registrationRequired", "false");
    settings.put("spark.ssl.rpc.enabled", "true");
    settings.put("spark.ssl.rpc.protocol", "TLSv1.3");
    for (String kind : new String[] {"key", "trust"}) {
      settings.put("spark.ssl.rpc." + kind + "Store", store.toString());
      settings.put("spark.ssl.rpc." + kind + "StorePassword", STORE_PASSWORD);
      settings.put("spark.ssl.rpc." + kind + "StoreType", "PKCS12");
    }
    settings.put("spark.ssl.rpc.keyPassword", STORE_PASSWORD);
    List<List<Object>> vectors = vectors(LocalSpark.session());

    try (ExecutorCluster cluster = ExecutorCluster.start(settings)) {
      // What is fetched goes to the driver.
      assertThat(vectors(cluster.session())).isEqualTo(vectors);
      WholeJob.Kind kind = WholeJob.Kind.CLASSES;
      assertThat(WholeJob.run(cluster.session(), csv, kind)).isEqualTo(onThreads.get(kind));
    }
  }

  /** Returns settings that serialize with Kryo, and let executors and driver authenticate. */
  private static Map<String, String> kryoAndSecret() {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.serializer", KryoSerializer.class.getName());
    settings.put("spark.authenticate", "true");
    settings.put("spark.authenticate.secret", "known to both sides");
    return settings;
  }

  /** Makes a key with a certificate for it, in a store that is trusted, too. */
  private static Path keyStore() throws IOException, InterruptedException {
    Path store = directory.resolve("keys.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    "spark",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=127.0.0.1",
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    STORE_PASSWORD))
            .redirectErrorStream(true)
            .start();
    String output = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(output).isZero();
    return store;
  }

  private static Map<WholeJob.Kind, WholeJob.Result> runAll(SparkSession spark) {
    Map<WholeJob.Kind, WholeJob.Result> results = new EnumMap<>(WholeJob.Kind.class);
    for (WholeJob.Kind kind : WholeJob.Kind.values()) {
      results.put(kind, WholeJob.run(spark, csv, kind));
    }
    return results;
  }

  /** Returns the rows of a file of dense and sparse vectors, fetched from executors. */
  private static List<List<Object>> vectors(SparkSession spark) throws URISyntaxException {
    Path file = Path.of(ClusterSettingsTest.class.getResource("/data/vectors.parquet").toURI());
    List<List<Object>> rows = new ArrayList<>();
    Sources.open(spark, file.toString(), new FormatSpec.Parquet())
        .records()
        .collect()
        .forEach(row -> rows.add(Arrays.asList(row.cells())));
    return rows;
  }
}
