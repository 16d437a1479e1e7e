package dev.groundwork;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.groundwork.cli.PlantedMigrator;
import dev.groundwork.cli.PlantedReaderOfTheEnvironment;
import dev.groundwork.component.PlantedEvaluator;
import dev.groundwork.component.PlantedParserOfYaml;
import dev.groundwork.emulator.PlantedViewOfTheEngine;
import dev.groundwork.emulator.control.PlantedViewOfAService;
import dev.groundwork.emulator.storage.PlantedViewOfAnotherService;
import dev.groundwork.graph.PlantedViewOfAPlan;
import dev.groundwork.plan.PlantedReaderOfFiles;
import dev.groundwork.plan.PlantedUserOfTheClock;
import dev.groundwork.resource.PlantedNameOfAType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The order of the packages and the rules of docs/architecture.md. Each rule has a class that
/// breaks it: a rule that cannot fail is worthless.
class ArchitectureTest {
  private static final String ROOT = "dev.groundwork.";

  /// The one order: a package uses only those before it, and itself. A name stands for its
  /// subpackages too, unless they have a line of their own.
  private static final List<String> ORDER =
      List.of(
          "diagnostic",
          "shape",
          "resource",
          "catalog.*",
          "catalog",
          "graph",
          "state",
          "cloud",
          "verify",
          "plan",
          "component",
          "blueprint",
          "apply",
          "emulator.http",
          "emulator.store",
          "emulator.tls",
          "emulator.process",
          "emulator.identity",
          "emulator.access",
          "emulator.control",
          "emulator.*",
          "emulator",
          "gcp",
          "sql",
          "redis",
          "store",
          "cli",
          "main");

  /// The services of the emulator that use another's package, and why. The key uses the value.
  private static final Map<String, List<String>> NEIGHBOURS =
      Map.of(
          // loads and extracts rows from and to objects
          "bigquery", List.of("storage"),
          // Compute brings its default service account when it is enabled
          "compute", List.of("iam"),
          // an instance of a service has a metadata server of its own
          "cloudbuild", List.of("credentials"),
          "run", List.of("credentials"),
          // log entries are counted and asked for in Logging's own query language
          "monitoring", List.of("logging"),
          // a private connection is a peering of the network
          "servicenetworking", List.of("compute"),
          // instances get addresses out of the ranges that a private connection reserves
          "redis", List.of("servicenetworking"),
          "sql", List.of("servicenetworking"));

  private static final List<String> ENGINE =
      List.of("graph", "state", "cloud", "verify", "plan", "component", "blueprint", "apply");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.groundwork");

  private record Rule(String name, ArchRule rule, Class<?> planted) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "a package uses only those above it",
              ArchRuleDefinition.classes().should(useOnlyPackagesAbove()),
              PlantedViewOfAPlan.class),
          new Rule(
              "the emulator never sees the engine",
              ArchRuleDefinition.noClasses()
                  .that()
                  .resideInAPackage(ROOT + "emulator..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(
                      ENGINE.stream().map(p -> ROOT + p + "..").toArray(String[]::new)),
              PlantedViewOfTheEngine.class),
          new Rule(
              "inside the emulator a package uses only those above it",
              ArchRuleDefinition.classes()
                  .that()
                  .resideInAPackage(ROOT + "emulator..")
                  .should(useOnlyPackagesAbove()),
              PlantedViewOfAService.class),
          new Rule(
              "a service of the emulator uses no other service but its listed neighbours",
              ArchRuleDefinition.classes()
                  .that()
                  .resideInAPackage(ROOT + "emulator..")
                  .should(useOnlyListedNeighbours()),
              PlantedViewOfAnotherService.class),
          new Rule(
              "only the catalog names concrete types",
              ArchRuleDefinition.noClasses()
                  .that()
                  .resideOutsideOfPackage(ROOT + "catalog..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage(ROOT + "catalog.*.."),
              PlantedNameOfAType.class),
          new Rule(
              "only blueprint and the emulator's builds import the YAML parser",
              ArchRuleDefinition.noClasses()
                  .that()
                  .resideOutsideOfPackages(ROOT + "blueprint..", ROOT + "emulator.cloudbuild..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage("org.snakeyaml.."),
              PlantedParserOfYaml.class),
          new Rule(
              "only blueprint and the emulator's conditions import CEL",
              ArchRuleDefinition.noClasses()
                  .that()
                  .resideOutsideOfPackages(ROOT + "blueprint..", ROOT + "emulator.access..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage("dev.cel.."),
              PlantedEvaluator.class),
          new Rule(
              "only sql imports Flyway",
              ArchRuleDefinition.noClasses()
                  .that()
                  .resideOutsideOfPackage(ROOT + "sql..")
                  .should()
                  .dependOnClassesThat()
                  .resideInAPackage("org.flywaydb.."),
              PlantedMigrator.class),
          new Rule(
              "the engine reads no file, opens no socket and speaks no SQL",
              ArchRuleDefinition.noClasses()
                  .that(resideInEngine())
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage("java.nio.file..", "java.net.http..", "java.sql..")
                  .orShould()
                  .dependOnClassesThat()
                  .haveFullyQualifiedName("java.io.File")
                  .orShould()
                  .dependOnClassesThat()
                  .haveFullyQualifiedName("java.net.Socket"),
              PlantedReaderOfFiles.class),
          new Rule(
              "the engine asks no clock of its own",
              ArchRuleDefinition.noClasses()
                  .that(resideInEngine())
                  .should()
                  .callMethod(java.time.Instant.class, "now")
                  .orShould()
                  .callMethod(java.time.Clock.class, "systemUTC")
                  .orShould()
                  .callMethod(System.class, "currentTimeMillis")
                  .orShould()
                  .callMethod(System.class, "nanoTime"),
              PlantedUserOfTheClock.class),
          new Rule(
              "only main exits or reads the environment",
              ArchRuleDefinition.noClasses()
                  .that()
                  .resideOutsideOfPackage(ROOT + "main..")
                  .should()
                  .callMethod(System.class, "exit", int.class)
                  .orShould()
                  .callMethod(System.class, "getenv")
                  .orShould()
                  .callMethod(System.class, "getenv", String.class),
              PlantedReaderOfTheEnvironment.class));

  @TestFactory
  Stream<DynamicTest> the_product_keeps_every_rule() {
    return RULES.stream()
        .map(r -> DynamicTest.dynamicTest(r.name(), () -> r.rule().check(PRODUCT)));
  }

  @TestFactory
  Stream<DynamicTest> each_rule_finds_its_planted_fault() {
    return RULES.stream()
        .map(r ->
            DynamicTest.dynamicTest(
                r.name(),
                () -> {
                  JavaClasses planted = new ClassFileImporter().importClasses(r.planted());
                  assertThat(r.rule().evaluate(planted).hasViolation()).isTrue();
                }));
  }

  @Test
  void every_package_is_in_the_order() {
    assertThat(
            PRODUCT.stream()
                .map(c -> c.getPackageName())
                .distinct()
                .filter(p -> place(p).isEmpty()))
        .isEmpty();
  }

  @Test
  void every_package_is_null_marked_and_says_what_it_is() {
    List<String> unmarked =
        PRODUCT.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(p ->
                !PRODUCT.contain(p + ".package-info")
                    || !PRODUCT.get(p + ".package-info").isAnnotatedWith(NullMarked.class))
            .toList();
    assertThat(unmarked).isEmpty();
  }

  private static DescribedPredicate<JavaClass> resideInEngine() {
    return DescribedPredicate.describe(
        "reside in the engine",
        c ->
            ENGINE.stream()
                .anyMatch(p ->
                    c.getPackageName().equals(ROOT + p)
                        || c.getPackageName().startsWith(ROOT + p + ".")));
  }

  private static ArchCondition<JavaClass> useOnlyPackagesAbove() {
    return new ArchCondition<>("use only packages above their own") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        from.getDirectDependenciesFromSelf()
            .forEach(d -> {
              JavaClass to = d.getTargetClass().getBaseComponentType();
              Optional<Integer> mine = place(from.getPackageName());
              Optional<Integer> theirs = place(to.getPackageName());
              if (mine.isPresent() && theirs.isPresent() && theirs.get() > mine.get()) {
                events.add(SimpleConditionEvent.violated(from, d.getDescription()));
              }
            });
      }
    };
  }

  private static ArchCondition<JavaClass> useOnlyListedNeighbours() {
    return new ArchCondition<>("use only the services that are listed for it") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        Optional<String> mine = service(from.getPackageName());
        from.getDirectDependenciesFromSelf()
            .forEach(d -> {
              Optional<String> theirs =
                  service(d.getTargetClass().getBaseComponentType().getPackageName());
              if (mine.isPresent()
                  && theirs.isPresent()
                  && !mine.equals(theirs)
                  && !NEIGHBOURS.getOrDefault(mine.get(), List.of()).contains(theirs.get())) {
                events.add(SimpleConditionEvent.violated(from, d.getDescription()));
              }
            });
      }
    };
  }

  /// The service of the emulator that a package belongs to: `sql`, when it belongs to one.
  private static Optional<String> service(String packageName) {
    return place(packageName)
        .filter(p -> p == ORDER.indexOf("emulator.*"))
        .map(_ -> packageName.substring((ROOT + "emulator.").length()).split("\\.", -1)[0]);
  }

  /// Where a package stands in the order: by its own line, by the line for its parent's
  /// subpackages, or by its parent's.
  private static Optional<Integer> place(String packageName) {
    if (!packageName.startsWith(ROOT)) {
      return Optional.empty();
    }
    String name = packageName.substring(ROOT.length());
    if (ORDER.contains(name)) {
      return Optional.of(ORDER.indexOf(name));
    }
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String parent = name.substring(0, dot);
    return ORDER.contains(parent + ".*")
        ? Optional.of(ORDER.indexOf(parent + ".*"))
        : place(ROOT + parent);
  }
}
