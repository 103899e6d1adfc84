package dev.backbeat.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The load test reaches the server through a socket only. */
@AnalyzeClasses(
    packages = "dev.backbeat.load",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LoadImportsTest {
  @ArchTest
  static final ArchRule KNOWS_NO_SERVER_CLASS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.backbeat.server..", "dev.backbeat.games..");

  @ArchTest
  static final ArchRule CONNECTIONS_KNOW_NO_PROTOCOL =
      noClasses()
          .that()
          .resideInAPackage("dev.backbeat.load.wire")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.backbeat.load", "dev.backbeat.load.protocol");

  @ArchTest
  static final ArchRule PROTOCOLS_KNOW_NO_RUN =
      noClasses()
          .that()
          .resideInAPackage("dev.backbeat.load.protocol")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.backbeat.load");
}
