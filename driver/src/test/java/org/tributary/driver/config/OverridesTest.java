package org.tributary.driver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tributary.driver.config.Jobs.overridden;
import static org.tributary.driver.config.Jobs.problems;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tributary.core.network.HiddenLayer;
import org.tributary.driver.spec.ClassWeights;
import org.tributary.driver.spec.ColumnKind;
import org.tributary.driver.spec.FormatSpec;
import org.tributary.driver.spec.JobSpec;
import org.tributary.driver.spec.KindRule;
import org.tributary.driver.spec.PreparationSpec;

class OverridesTest {

  @Test
  void overrideWinsOverTheFileAndTheLaterOverTheEarlier() {
    String file = Jobs.SMALLEST + "train { epochs = 1, seed = 5 }";
    JobSpec job = JobReader.read(file, "job.conf", List.of("train.epochs=2", "train.epochs=3"));
    assertThat(job.train().epochs()).isEqualTo(3);
    assertThat(job.train().seed()).isEqualTo(5);
  }

  @Test
  void overridesAreNumbersBooleansListsAndStrings() {
    JobSpec job =
        overridden(
            "train.l2=1e-3",
            "data.scaling=none",
            "network.hidden=[7, 3]",
            "data.ignore=[a, \"b,c\"]",
            "data.weight=\"null\"",
            "data.csv.delimiter=\\t");
    assertThat(job.train().penalty().l2()).isEqualTo(1e-3);
    assertThat(job.data().preparation().scaling()).isEqualTo(PreparationSpec.Scaling.NONE);
    assertThat(job.network().hidden()).extracting(HiddenLayer::units).containsExactly(7, 3);
    assertThat(job.data().columns().ignore()).containsExactly("a", "b,c");
    assertThat(job.data().columns().weight()).contains("null");
    assertThat(job.data().format())
        .isEqualTo(new FormatSpec.Csv(FormatSpec.Csv.Header.PRESENT, '\t'));
  }

  @Test
  void aTableInBracesIsMergedWithThatOfTheFile() {
    String file = Jobs.SMALLEST + "data.columns { a = number, b = date }";
    JobSpec job =
        JobReader.read(file, "job.conf", List.of("data.columns={b=category, \"x*\"=boolean}"));
    assertThat(job.data().preparation().kinds())
        .containsExactly(
            new KindRule("x*", ColumnKind.BOOLEAN),
            new KindRule("a", ColumnKind.NUMBER),
            new KindRule("b", ColumnKind.CATEGORY));
    assertThat(overridden("data.columns={a=number}").data().preparation().kinds())
        .containsExactly(new KindRule("a", ColumnKind.NUMBER));
    assertThat(overridden("train.classWeights={no=2}").train().classWeights())
        .isEqualTo(new ClassWeights.Given(Map.of("no", 2.0)));
  }

  @Test
  void bracesOfAGlobStayText() {
    assertThat(overridden("data.path={a,b}.csv").data().paths()).containsExactly("{a,b}.csv");
    assertThat(overridden("data.path={a,b}", "data.format=csv").data().paths())
        .containsExactly("{a,b}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", " null "})
  void nothingAndNullUnsetWhatTheFileSets(String nothing) {
    String file =
        Jobs.SMALLEST
            + """
            data.weight = w
            network { hidden = [8], activation = tanh }
            train.epochs = 7
            spark.executor.memory = 2g
            spark.master = "local[3]"
            """;
    JobSpec job =
        JobReader.read(
            file,
            "job.conf",
            Stream.of(
                    "data.weight=",
                    "network.activation=",
                    "train.epochs=",
                    "spark.executor.memory=",
                    "spark.master=")
                .map(key -> key + nothing)
                .toList());
    assertThat(job).isEqualTo(Jobs.with("network.hidden = [8]"));
  }

  @Test
  void jobWithoutHiddenLayersUnsetsTheActivation() {
    String file = Jobs.SMALLEST + "network { hidden = [8], activation = tanh }";
    List<String> hidden = List.of("network.hidden=[]");
    assertThat(problems(() -> JobReader.read(file, "job.conf", hidden)))
        .containsExactly(
            "Cannot use network.activation (job.conf:4): network.hidden is empty, so no layer has"
                + " an activation; remove it, or unset it with network.activation=");
    List<String> both = List.of("network.hidden=[]", "network.activation=");
    assertThat(JobReader.read(file, "job.conf", both).network().hidden()).isEmpty();
  }

  @Test
  void whatIsNotSetCannotBeUnset() {
    assertThat(
            problems(
                () -> overridden("train.epochs=", "spark.executor.cores=null", "train.epoch=")))
        .containsExactlyInAnyOrder(
            "Cannot unset train.epochs (command line): it is not set; leave it out",
            "Cannot unset spark.executor.cores (command line): it is not set; leave it out",
            "Unknown key train.epoch (command line): did you mean train.epochs?");
  }

  @Test
  void laterOverrideMayUnsetAnEarlierOneAndSetItAgain() {
    assertThat(overridden("train.epochs=3", "train.epochs=").train().epochs()).isEqualTo(100);
    String file = Jobs.SMALLEST + "train.epochs = 7";
    List<String> again = List.of("train.epochs=", "train.epochs=3");
    assertThat(JobReader.read(file, "job.conf", again).train().epochs()).isEqualTo(3);
  }

  @Test
  void singleNumberStandsForOneHiddenLayer() {
    assertThat(overridden("network.hidden=16").network().hidden())
        .extracting(HiddenLayer::units)
        .containsExactly(16);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://host:8020/x y.csv",
        "s3a://bucket/a=b/c#d.csv",
        "C:\\data\\x.csv",
        "/data/{a,b}/*.csv",
        "/data/[0-9].csv",
        "$HOME/${x}.csv",
        "/\u00e9t\u00e9/\u6570\u636e.csv",
        "it's \"quoted\".csv",
        "007.csv",
        "a//b.csv",
      })
  void pathsNeedNoQuotes(String path) {
    assertThat(overridden("data.path=" + path).data().path()).isEqualTo(path);
  }

  @Test
  void textThatLooksLikeANumberKeepsItsSpelling() {
    assertThat(overridden("data.label=007").data().columns().label()).containsExactly("007");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train.epochs", "=5", " = 5", "train..epochs=5", "network.hidden=[1,,[]"})
  void whatIsNoOverrideIsRefused(String override) {
    assertThat(problems(() -> overridden(override)))
        .containsExactly(
            "Invalid override (command line): "
                + override
                + " (expected key=value, such as train.epochs=20 or network.hidden=[64,32])");
  }

  @Test
  void bracketThatIsNotClosedIsText() {
    assertThat(overridden("data.label=[a").data().columns().label()).containsExactly("[a");
  }

  @Test
  void problemsOfOverridesNameTheCommandLine() {
    assertThat(problems(() -> overridden("train.epochs=x", "network.hidden=[x]", "train.epoch=1")))
        .containsExactlyInAnyOrder(
            "Invalid train.epochs (command line): x (expected an integer from 1 to 1000000)",
            "Invalid network.hidden (command line): [\"x\"] (expected a list of 1000 widths at most,"
                + " each an integer from 1 to 16777216)",
            "Unknown key train.epoch (command line): did you mean train.epochs?");
  }

  @Test
  void sparkIsOpenAndPassedOnAsText() {
    String file =
        Jobs.SMALLEST
            + """
            spark.master = "spark://host:7077"
            spark.executor { memory = 2g, cores = 4 }
            spark.eventLog.enabled = true
            spark.speculation = true
            spark."speculation.quantile" = 0.90
            """;
    JobSpec job =
        JobReader.read(
            file,
            "job.conf",
            List.of(
                "spark.executor.memory=3g",
                "spark.driver.extraJavaOptions=-Da=b -Dc=[d]",
                "spark.eventLog.enabled=null",
                "spark.speculation.multiplier=2"));
    assertThat(job.spark().settings())
        .containsOnly(
            Map.entry("spark.master", "spark://host:7077"),
            Map.entry("spark.executor.memory", "3g"),
            Map.entry("spark.executor.cores", "4"),
            Map.entry("spark.speculation", "true"),
            Map.entry("spark.speculation.quantile", "0.90"),
            Map.entry("spark.speculation.multiplier", "2"),
            Map.entry("spark.driver.extraJavaOptions", "-Da=b -Dc=[d]"));
  }
}
