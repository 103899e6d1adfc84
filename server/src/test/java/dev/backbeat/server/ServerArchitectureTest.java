package dev.backbeat.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds what the design says about who may use what. */
@AnalyzeClasses(packages = "dev.backbeat", importOptions = ImportOption.DoNotIncludeTests.class)
class ServerArchitectureTest {
  private static final String SERVER = "dev.backbeat.server.";

  @ArchTest
  static final ArchRule theSimulationKnowsNoNetwork =
      noClasses()
          .that()
          .resideInAnyPackage(SERVER + "world..", SERVER + "tick..", SERVER + "input..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..", "io.netty..", "com.google.protobuf..", "dev.backbeat.v1..");

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
              SERVER + "session..",
              // The test kit is a client.
              SERVER + "testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.backbeat.v1..");

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
  static final ArchRule noClockOnTheTickPath =
      noClasses()
          .that()
          .resideInAnyPackage(
              SERVER + "world..",
              SERVER + "input..",
              SERVER + "replication..",
              SERVER + "broadcast..",
              SERVER + "game..",
              "dev.backbeat.games..",
              "dev.backbeat.rule..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");
}
