package dev.backbeat.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.backbeat.client");

  @Test
  void theClientReachesAServerThroughASocketOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.backbeat.server..", "dev.backbeat.games..")
        .check(classes);
  }

  @Test
  void theLibraryKnowsNoBots() {
    noClasses()
        .that()
        .resideInAPackage("dev.backbeat.client")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.backbeat.client.bots..", "picocli..")
        .check(classes);
  }
}
