package org.tributary.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final String ROOT = "org.tributary.core.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.tributary");

  /** Each package with those of Tributary that it may import. */
  @ParameterizedTest
  @CsvSource({
    "metrics,",
    "random,",
    "function,",
    "natives,",
    "gemm, natives",
    "kernel, function gemm",
    "data, function kernel",
    "network, function gemm kernel data random",
    "summation, function kernel data random",
    "objective, function kernel data random network summation",
    "optim, function kernel data random network summation objective",
    "preparation, function kernel data random summation",
    "model, function kernel data random network summation objective optim metrics preparation",
    "scoring, function kernel data random network summation objective optim metrics preparation model"
  })
  void aPackageImportsOnlyThoseBeforeIt(String name, String earlier) {
    String allowed = name + (earlier == null ? "" : " " + earlier);
    String[] packages =
        Arrays.stream(allowed.split(" ")).map(p -> ROOT + p + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.tributary..").and(not(resideInAnyPackage(packages))))
        // A package takes its place in the order before it has classes.
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyClassIsInAPackageOfTheOrder() {
    classes()
        .should()
        .resideInAnyPackage(
            ROOT + "metrics..",
            ROOT + "random..",
            ROOT + "function..",
            ROOT + "natives..",
            ROOT + "gemm..",
            ROOT + "kernel..",
            ROOT + "data..",
            ROOT + "network..",
            ROOT + "summation..",
            ROOT + "objective..",
            ROOT + "optim..",
            ROOT + "preparation..",
            ROOT + "model..",
            ROOT + "scoring..")
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** Functions of {@link Math} that a JVM may round as it likes; those of StrictMath it may not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sin", "cos", "tan", "asin", "acos", "atan", "exp", "log", "log10", "cbrt", "sinh", "cosh",
        "tanh", "expm1", "log1p"
      })
  void noFunctionIsCalledThatProcessorsRoundEachInItsWay(String function) {
    noClasses().should().callMethod(Math.class, function, double.class).check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pow", "atan2", "hypot"})
  void noFunctionOfTwoNumbersIsCalledEither(String function) {
    noClasses()
        .should()
        .callMethod(Math.class, function, double.class, double.class)
        .check(CLASSES);
  }

  @Test
  void noSparkIsImportedButItsMatrices() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.apache.spark..")
                .and(not(resideInAPackage("org.apache.spark.ml.linalg.."))))
        .check(CLASSES);
  }
}
