package dev.backbeat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What each package of this module may use. */
@AnalyzeClasses(packages = "dev.backbeat", importOptions = ImportOption.DoNotIncludeTests.class)
class ProtoArchitectureTest {
  @ArchTest
  static final ArchRule RULES_USE_JAVA_LANG_ALONE =
      classes()
          .that()
          .resideInAPackage("dev.backbeat.rule..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java.lang", "dev.backbeat.rule..")
          .because("rules are compiled for the browser too");

  @ArchTest
  static final ArchRule SCHEMA_USES_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAPackage("dev.backbeat.schema..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.backbeat.schema..");

  @ArchTest
  static final ArchRule CODEC_USES_JDK_PROTOBUF_SCHEMA_AND_RULE =
      classes()
          .that()
          .resideInAPackage("dev.backbeat.codec..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "com.google.protobuf..",
              "dev.backbeat.v1..",
              "dev.backbeat.schema..",
              "dev.backbeat.rule..",
              "dev.backbeat.codec..");
}
