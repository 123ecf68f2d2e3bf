package taskgrid;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The floors of the house, and the habits that a machine can watch. */
class ArchitectureTest {
  /**
   * From the roof down: each may use those below it, and none above. A floor may still be empty.
   */
  private static final List<String> FLOORS =
      List.of(
          "taskgrid.cli..",
          "taskgrid",
          "taskgrid.status..",
          "taskgrid.pipeline..",
          "taskgrid.job..",
          "taskgrid.bundle..",
          "taskgrid.program..",
          "taskgrid.grid..",
          "taskgrid.function..",
          "taskgrid.task..");

  private static JavaClasses product;
  private static JavaClasses tests;

  @BeforeAll
  static void read() {
    product =
        new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("taskgrid");
    tests =
        new ClassFileImporter()
            .withImportOption(Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("taskgrid");
  }

  @TestFactory
  Stream<DynamicTest> aFloorUsesNoneAboveIt() {
    return IntStream.range(1, FLOORS.size())
        .mapToObj(
            floor ->
                dynamicTest(
                    FLOORS.get(floor),
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(FLOORS.get(floor))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(FLOORS.subList(0, floor).toArray(String[]::new))
                            .allowEmptyShould(true)
                            .check(product)));
  }

  @Test
  void everyClassStandsOnAFloor() {
    classes().should().resideInAnyPackage(FLOORS.toArray(String[]::new)).check(product);
  }

  @Test
  void noPackagesFormACycle() {
    slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(product);
  }

  @Test
  void onlyTheGridKnowsHazelcast() {
    noClasses()
        .that()
        .resideOutsideOfPackage("taskgrid.grid..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.hazelcast..")
        .check(product);
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    noClasses()
        .that()
        .resideOutsideOfPackage("taskgrid.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .allowEmptyShould(true)
        .check(product);
  }

  @Test
  void theNounsKnowTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("taskgrid.task..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "taskgrid.task..")
        .allowEmptyShould(true)
        .check(product);
  }

  @Test
  void aNameSaysADuty() {
    noClasses()
        .should()
        .haveNameMatching(".*(Utils?|Helpers?|Managers?|Common|Impl)")
        .check(product);
  }

  @Test
  void everyPackageHasADoor() {
    var packages = packagesOf(product.stream().filter(c -> !isDoor(c)));
    var doors =
        packagesOf(product.stream().filter(c -> isDoor(c) && c.isAnnotatedWith(NullMarked.class)));

    assertThat(packages).as("packages, each with a package-info that is @NullMarked").isNotEmpty();
    assertThat(doors).containsAll(packages);
  }

  @Test
  void noTestSleeps() {
    noClasses()
        .should()
        .accessTargetWhere(
            target(name("sleep"))
                .and(
                    targetOwner(
                        nameMatching("java\\.lang\\.Thread|java\\.util\\.concurrent\\.TimeUnit"))))
        .because("a test waits on a signal, with patience, or moves a clock by hand")
        .check(tests);
  }

  private static boolean isDoor(JavaClass type) {
    return type.getSimpleName().equals("package-info");
  }

  private static TreeSet<String> packagesOf(Stream<JavaClass> types) {
    return types.map(JavaClass::getPackageName).collect(toCollection(TreeSet::new));
  }

  private static final class EachPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "each package by itself";
    }
  }
}
