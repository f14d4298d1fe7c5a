package org.tributary.driver;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintStream;
import java.io.Serializable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
  private static final String ROOT = "org.tributary.driver.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.tributary.driver", "org.tributary.ml");

  /** The front end of Spark ML pipelines. */
  private static final String ML = "org.tributary.ml..";

  private static final String[] PACKAGES = {
    "redaction",
    "files",
    "spec",
    "config",
    "spark",
    "source",
    "dataset",
    "aggregation",
    "local",
    "evaluation",
    "solver",
    "train",
    "store",
    "registry",
    "drift",
    "checkpoint",
    "prediction",
    "score",
    "export",
    "sql",
    "run",
    "bench",
    "cli"
  };

  private static String[] inRoot(String... names) {
    return Arrays.stream(names).map(name -> ROOT + name + "..").toArray(String[]::new);
  }

  /** Each package with those of the driver that it may import; none imports the command line. */
  @ParameterizedTest
  @CsvSource({
    "redaction,",
    "files,",
    "spec,",
    "config, redaction spec",
    "spark, redaction",
    "source, files spec spark",
    "dataset, spec spark source",
    "aggregation, spec spark dataset",
    "local, spark dataset",
    "evaluation, spark dataset local",
    "solver, spec spark dataset aggregation local",
    "train, spec spark dataset aggregation local solver evaluation",
    "store, files spec",
    "registry, files spec store",
    "drift, spec spark source",
    "checkpoint, files spec solver train store",
    "prediction, spec spark source dataset store",
    "score, spec source",
    "export, files spec store evaluation",
    "sql, files source store",
    "bench, spec spark dataset aggregation solver",
    "run, redaction files spec spark source dataset solver evaluation train store registry drift checkpoint prediction",
    "cli, redaction files spec config spark source dataset aggregation solver evaluation train store registry drift checkpoint prediction score export run bench"
  })
  void aPackageImportsOnlyThoseBeforeIt(String name, String earlier) {
    String allowed = name + (earlier == null ? "" : " " + earlier);
    noClasses()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.tributary.driver..")
                .and(not(resideInAnyPackage(inRoot(allowed.split(" "))))))
        .check(CLASSES);
  }

  @Test
  void everyClassIsInAPackageOfTheOrder() {
    classes()
        .that()
        .resideOutsideOfPackage(ML)
        .should()
        .resideInAnyPackage(inRoot(PACKAGES))
        .check(CLASSES);
  }

  @Test
  void pipelinesAreAFrontEndLikeTheCommandLine() {
    noClasses()
        .that()
        .resideInAPackage(ML)
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.tributary.driver..")
                .and(
                    not(
                        resideInAnyPackage(
                            inRoot(
                                "files",
                                "spec",
                                "config",
                                "source",
                                "dataset",
                                "evaluation",
                                "train",
                                "store",
                                "prediction",
                                "run")))))
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(ML)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ML)
        .check(CLASSES);
  }

  @Test
  void onlyPipelinesNeedSparkMl() {
    // Vectors are in spark-mllib-local; the command line runs without spark-mllib.
    noClasses()
        .that()
        .resideOutsideOfPackage(ML)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.apache.spark.ml..", "org.apache.spark.mllib..")
                .and(not(resideInAPackage("org.apache.spark.ml.linalg"))))
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void specsAndConfigurationKnowNothingOfSpark() {
    noClasses()
        .that()
        .resideInAnyPackage(inRoot("spec", "config"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..")
        .check(CLASSES);
  }

  @Test
  void scoringRowsNeedsNoSpark() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "score..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache..", "scala..")
        .check(CLASSES);
  }

  @Test
  void onlyFrontEndsReadConfigurations() {
    noClasses()
        .that()
        .resideOutsideOfPackages(inRoot("config", "cli"))
        .and()
        .resideOutsideOfPackage(ML)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "config..", "com.typesafe.config..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..", "me.tongfei..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineWritesToTheConsoleOrEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(PrintStream.class)
        .check(CLASSES);
  }

  @Test
  void nothingThatTravelsToTasksHoldsAnOptional() {
    // java.util.Optional is not Serializable: the first task would fail, and only on a cluster.
    noFields()
        .that()
        .areDeclaredInClassesThat(
            assignableTo(Serializable.class)
                .and(
                    resideInAnyPackage(
                        inRoot(
                            "source",
                            "dataset",
                            "aggregation",
                            "evaluation",
                            "solver",
                            "train",
                            "prediction"))))
        .should()
        .haveRawType(resideInAPackage("java.util").and(simpleNameStartingWith("Optional")))
        .check(CLASSES);
  }
}
