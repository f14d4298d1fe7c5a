package org.tributary.driver.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private final Secrets secrets = new Secrets();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.access.key",
        "spark.hadoop.fs.s3a.encryption.key",
        "spark.hadoop.fs.s3a.session.token",
        "spark.hadoop.fs.azure.account.key.store.dfs.core.windows.net",
        "spark.hadoop.fs.azure.sas.container.store.blob.core.windows.net",
        "spark.hadoop.google.cloud.auth.service.account.private.key",
        "spark.hadoop.dfs.datanode.keystore.passphrase",
        "spark.ssl.keyPassword",
        "spark.ssl.trustStorePassword",
        "spark.authenticate.secret",
        "spark.executorEnv.DB_LOGIN",
        "spark.yarn.appMasterEnv.X",
        "spark.kubernetes.driverEnv.X",
        "spark.io.encryption.keygen.seed"
      })
  void valueOfASettingThatMayBeSecretIsHidden(String name) {
    secrets.learn(name, "pa55/w0rd+x");
    assertThat(secrets.hidden("Cannot connect with pa55/w0rd+x: refused"))
        .isEqualTo("Cannot connect with ***: refused");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.executor.memory, 4g",
    "spark.master, spark://host:7077",
    "spark.hadoop.fs.s3a.endpoint, storage.example",
    "spark.authenticate, true",
    "spark.ssl.keyPassword, abc"
  })
  void otherValuesAreShown(String name, String value) {
    secrets.learn(name, value);
    assertThat(secrets.hidden("It is " + value)).isEqualTo("It is " + value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx2g -Djavax.net.ssl.keyStorePassword=hunter22 -Dfile.encoding=UTF-8",
        "-Dapi-token=hunter22",
        "-Ddb.password=\"hunter22\""
      })
  void secretsWithinOptionsOfTheJvmAreHidden(String options) {
    secrets.learn("spark.executor.extraJavaOptions", options);
    assertThat(secrets.hidden("Unknown option in " + options))
        .doesNotContain("hunter22")
        .contains("***");
    assertThat(secrets.hidden("encoding UTF-8")).isEqualTo("encoding UTF-8");
  }

  @Test
  void argumentsOfTheCommandLineAreLearned() {
    secrets.learn(
        List.of(
            "train",
            "job.conf",
            "spark.hadoop.fs.s3a.secret.key=[\"hunter22\"]",
            "--conf=spark.ssl.keyPassword=tr0ubador"));
    assertThat(secrets.hidden("hunter22 tr0ubador job.conf")).isEqualTo("*** *** job.conf");
  }

  @Test
  void theLongerOfTwoSecretsIsHiddenWhole() {
    secrets.learn("spark.executorEnv.A", "hunter");
    secrets.learn("spark.executorEnv.B", "hunter22");
    assertThat(secrets.hidden("with hunter22")).isEqualTo("with ***");
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://AKIA:se/cr+et@bucket/rows.csv, s3a://***@bucket/rows.csv",
    "Cannot read https://u:p@h/x?a=1&sig=abc%3D&b=2, Cannot read https://***@h/x?a=1&sig=***&b=2",
    "https://h/x?X-Amz-Signature=0af&X-Amz-Security-Token=1b, https://h/x?X-Amz-Signature=***&X-Amz-Security-Token=***",
    "abfss://container@account.dfs.core.windows.net/x, abfss://container@account.dfs.core.windows.net/x",
    "hdfs://host:8020/a@b:c, hdfs://host:8020/a@b:c",
    "file:///home/x?y=1.csv, file:///home/x?y=1.csv"
  })
  void credentialsOfAddressesAreHidden(String text, String shown) {
    assertThat(Credentials.hidden(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "spark.executor.memory, 4g, true",
    "spark.master, 'local[*]', true",
    "spark.master, 'spark://a:7077,b:7077', true",
    "spark.master, k8s://https://user:password@host, false",
    "spark.executor.memory, hunter22, false",
    "spark.app.name, x, false",
    "spark.hadoop.fs.s3a.endpoint, host, false",
    "spark.executor.extraJavaOptions, -Xss4m, false",
    "spark.serializer, org.apache.spark.serializer.KryoSerializer, true"
  })
  void onlyListedSettingsOfTheirFormMayBeStored(String name, String value, boolean stored) {
    assertThat(SafeSettings.mayBeStored(name, value)).isEqualTo(stored);
  }
}
