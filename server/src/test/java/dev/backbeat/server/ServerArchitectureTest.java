package dev.backbeat.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.backbeat.server.tick.TickThread;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Date;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Holds what the design says about who may use what. */
@AnalyzeClasses(packages = "dev.backbeat", importOptions = ImportOption.DoNotIncludeTests.class)
class ServerArchitectureTest {
  private static final String SERVER = "dev.backbeat.server.";

  private static final Set<String> MATH_THAT_DIFFERS_BY_MACHINE =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "random");

  private static boolean isWithoutSeed(JavaAccess<?> access) {
    return access.getName().equals("<init>")
        && ((CodeUnitAccessTarget) access.getTarget()).getRawParameterTypes().isEmpty();
  }

  private static final DescribedPredicate<JavaAccess<?>> READS_A_CLOCK =
      DescribedPredicate.describe(
          "reads a clock",
          access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getName();
            return owner.isEquivalentTo(System.class)
                    && (name.equals("nanoTime") || name.equals("currentTimeMillis"))
                || owner.getPackageName().equals("java.time") && name.equals("now")
                || owner.isEquivalentTo(Clock.class)
                || owner.isEquivalentTo(Date.class);
          });

  private static final DescribedPredicate<JavaAccess<?>> DIFFERS_BY_MACHINE =
      DescribedPredicate.describe(
          "may give another result on another machine or in another run",
          access -> {
            JavaClass owner = access.getTargetOwner();
            return owner.isEquivalentTo(Math.class)
                    && MATH_THAT_DIFFERS_BY_MACHINE.contains(access.getName())
                || owner.isEquivalentTo(Random.class) && isWithoutSeed(access)
                || owner.isEquivalentTo(SecureRandom.class)
                || owner.isEquivalentTo(UUID.class)
                || owner.isEquivalentTo(System.class)
                    && access.getName().equals("identityHashCode");
          });

  @ArchTest
  static final ArchRule theSimulationUsesTheJdkAndTheSchemaAlone =
      classes()
          .that()
          .resideInAnyPackage(SERVER + "world..", SERVER + "tick..", SERVER + "input..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.slf4j..",
              "dev.backbeat.schema..",
              SERVER + "world..",
              SERVER + "tick..",
              SERVER + "input..");

  @ArchTest
  static final ArchRule packagesDependInOneDirection =
      slices().matching("dev.backbeat.server.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theGameContractKnowsNoNetwork =
      noClasses()
          .that()
          .resideInAPackage(SERVER + "game..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..",
              "io.netty..",
              "com.google.protobuf..",
              "dev.backbeat.v1..",
              SERVER + "gateway..",
              SERVER + "session..",
              SERVER + "room..",
              SERVER + "replication..",
              SERVER + "broadcast..");

  @ArchTest
  static final ArchRule generatedMessagesStopAtTheGatewayAndAtReplication =
      noClasses()
          .that()
          .resideInAPackage("dev.backbeat.server..")
          .and()
          .resideOutsideOfPackages(
              SERVER + "gateway..",
              SERVER + "replication..",
              // The test kit is a client.
              SERVER + "testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.backbeat.v1..");

  @ArchTest
  static final ArchRule nobodyButTheWholeUsesTheAdminApi =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.backbeat.server", SERVER + "admin..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SERVER + "admin..");

  @ArchTest
  static final ArchRule theAdminApiTouchesNoWorldAndNoSocket =
      noClasses()
          .that()
          .resideInAPackage(SERVER + "admin..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty..",
              SERVER + "world..",
              SERVER + "input..",
              SERVER + "replication..",
              SERVER + "broadcast..");

  @ArchTest
  static final ArchRule gamesUseTheContractAlone =
      classes()
          .that()
          .resideInAPackage("dev.backbeat.games..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dev.backbeat.games..",
              "dev.backbeat.schema..",
              "dev.backbeat.rule..",
              SERVER + "game..",
              SERVER + "world..",
              SERVER + "input..");

  @ArchTest
  static final ArchRule replicationAndBroadcastKnowNoSockets =
      noClasses()
          .that()
          .resideInAnyPackage(SERVER + "replication..", SERVER + "broadcast..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..", "io.netty.channel..", SERVER + "gateway..", SERVER + "session..");

  @ArchTest
  static final ArchRule nothingThatRunsOnAJvmUsesWhatIsMadeForBrowsers =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.backbeat.browser..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.backbeat.browser..", "org.teavm..");

  @ArchTest
  static final ArchRule gamesHaveNoThreadSocketOrFile =
      noClasses()
          .that()
          .resideInAPackage("dev.backbeat.games..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..", "java.nio..", "java.io..", "java.time..", "java.util.concurrent..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);

  @ArchTest
  static final ArchRule whatIsSimulatedIsTheSameEverywhere =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.backbeat.games..",
              "dev.backbeat.rule..",
              SERVER + "world..",
              SERVER + "input..",
              SERVER + "game..")
          .should()
          .accessTargetWhere(DIFFERS_BY_MACHINE);

  @ArchTest
  static final ArchRule noClockOnTheTickPath =
      noClasses()
          .that()
          .resideInAnyPackage(
              SERVER + "world..",
              SERVER + "tick..",
              SERVER + "input..",
              SERVER + "replication..",
              SERVER + "broadcast..",
              SERVER + "room..",
              SERVER + "game..",
              "dev.backbeat.games..",
              "dev.backbeat.rule..")
          .and()
          .doNotHaveFullyQualifiedName(TickThread.class.getName())
          .should()
          .accessTargetWhere(READS_A_CLOCK);
}
