package io.flowstan.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.flowstan.cli.FlowstanCommand;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The house's rules on who may see whom, checked on the compiled classes of all modules. */
class ArchitectureTest {
  private static final String AVRO = "io.flowstan.avro..";
  private static final String TRAINER = "io.flowstan.trainer..";
  private static final String SERVICE = "io.flowstan.service..";
  private static final String CLI = "io.flowstan.cli..";

  /** flow-core is what is in no other module's packages. */
  private static final DescribedPredicate<JavaClass> CORE =
      not(resideInAnyPackage(AVRO, TRAINER, SERVICE, CLI)).as("of flow-core");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.flowstan");

  /** Where objects are put together, and so clocks and seeds come in: commands and the program. */
  private static final DescribedPredicate<JavaClass> COMPOSITION_ROOTS =
      DescribedPredicate.describe(
          "commands or the program itself",
          type ->
              type.getPackageName().equals("io.flowstan.cli")
                  || outermost(type).isAssignableTo(FlowstanCommand.class));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.flowstan.flow",
        "io.flowstan.io",
        "io.flowstan.random",
        "io.flowstan.engine",
        "io.flowstan.cli",
        "io.flowstan.trainer",
        "io.flowstan.service",
        "io.flowstan.avro"
      })
  void theRulesSeeThePackage(String name) {
    assertThat(CLASSES).anyMatch(type -> type.getPackageName().startsWith(name));
  }

  @Test
  void flowCoreSeesNoKafkaAvroDjlMicrometerOrCommandLine() {
    noClasses()
        .that(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "org.apache.avro..",
            "ai.djl..",
            "io.micrometer..",
            "picocli..",
            "me.tongfei..",
            AVRO,
            TRAINER,
            SERVICE,
            CLI)
        .check(CLASSES);
  }

  @Test
  void flowCoreLogsNothing() {
    noClasses()
        .that(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.slf4j..")
        .check(CLASSES);
  }

  @Test
  void theFlowKnowsOnlyItself() {
    classes()
        .that()
        .resideInAPackage("io.flowstan.flow..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.flowstan.flow..", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void onlyTheModelPackageRunsOnnx() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.flowstan.model..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(CLASSES);
  }

  @Test
  void onlyTheTrainerSeesDjl() {
    noClasses()
        .that()
        .resideOutsideOfPackage(TRAINER)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(CLASSES);
  }

  @Test
  void onlyTheServiceSeesKafkaAndMicrometer() {
    noClasses()
        .that()
        .resideOutsideOfPackage(SERVICE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.micrometer..", "io.prometheus..")
        .check(CLASSES);
  }

  @Test
  void trainerAndServiceDoNotSeeEachOther() {
    noClasses()
        .that()
        .resideInAPackage(TRAINER)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SERVICE, AVRO)
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(SERVICE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(TRAINER)
        .check(CLASSES);
  }

  @Test
  void theProgramNamesNoCommandOfOtherModules() {
    noClasses()
        .that()
        .resideInAPackage(CLI)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TRAINER, SERVICE, AVRO)
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("io.flowstan.(**)")
        .should()
        .beFreeOfCycles()
        .check(CLASSES.that(not(resideInAnyPackage(AVRO))));
  }

  @Test
  void theClockComesFromOutside() {
    noClasses()
        .that(not(COMPOSITION_ROOTS))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .check(CLASSES.that(not(resideInAnyPackage(AVRO))));
  }

  @Test
  void flowCoreMeasuresNoTimeEither() {
    noClasses().that(CORE).should().callMethod(System.class, "nanoTime").check(CLASSES);
  }

  @Test
  void everyRandomNumberHasASeed() {
    noClasses()
        .that(not(COMPOSITION_ROOTS))
        .should()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(ThreadLocalRandom.class, "current")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callConstructor(Random.class)
        .orShould()
        .callConstructor(SplittableRandom.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.security.SecureRandom")
        .check(CLASSES);
  }

  @Test
  void flowCoreDrawsOnlyByCounter() {
    noClasses()
        .that(CORE)
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.(Random|SplittableRandom)|java\\.util\\.random\\..*")
        .check(CLASSES);
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }
}
