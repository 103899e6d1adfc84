package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.packaging.SystemPackages;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The JavaScript SDK as others get it: its types, and its npm package. */
class SdkPackageIT {
  private static final Path SDK = Tools.TARGET.resolve("backbeat-sdk");
  private static final Path TESTS = Path.of("src/test/js").toAbsolutePath();
  private static final int TIMEOUT_SECONDS = 180;

  private static JsonObject description() throws IOException {
    return new JsonObject(Files.readString(SDK.resolve("package.json")));
  }

  @Test
  void theTypesAreThoseOfTheSources() throws Exception {
    Path work = fresh("js/types");
    Path declared = Files.createDirectories(work.resolve("declared"));
    Path source = Files.createDirectories(work.resolve("source"));
    try (Stream<Path> files = Files.list(SDK)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".js")).toList()) {
        Files.copy(file, source.resolve(file.getFileName()));
      }
    }
    Files.copy(SDK.resolve("backbeat.d.ts"), declared.resolve("backbeat.d.ts"));
    Files.copy(TESTS.resolve("types/example.ts"), work.resolve("example.ts"));
    Files.copy(TESTS.resolve("types/against-sources.ts"), work.resolve("against-sources.ts"));
    compile(work, "example.ts", "--strict");
    compile(work, "against-sources.ts", "--allowJs");
  }

  /** Runs the TypeScript compiler; what it has to say is the message. */
  private static void compile(Path work, String file, String option) throws Exception {
    Path config = work.resolve(file + ".json");
    JsonObject options =
        new JsonObject()
            .put("noEmit", true)
            .put(option.substring(2), true)
            .put("target", "ES2022")
            .put("module", "ES2022")
            .put("moduleResolution", "bundler")
            .put("lib", List.of("ES2022", "DOM"))
            .put("types", List.of())
            .put("paths", new JsonObject().put("backbeat", List.of("./declared/backbeat.d.ts")));
    Files.writeString(
        config,
        new JsonObject().put("compilerOptions", options).put("files", List.of(file)).encode());
    Path log = work.resolve(file + ".log");
    ProcessBuilder tsc =
        new ProcessBuilder(
            Tools.node().toString(), Tools.typescript().toString(), "-p", config.toString());
    int exit = SystemPackages.run(tsc.directory(work.toFile()), log, TIMEOUT_SECONDS);
    assertEquals(0, exit, Files.readString(log));
  }

  @Test
  void thePackageSaysWhatItIs() throws Exception {
    JsonObject description = description();
    String version = description.getString("version");
    assertFalse(version.contains("$"), version);
    assertTrue(Files.readString(SDK.resolve("version.js")).contains('\'' + version + '\''));
    assertEquals("module", description.getString("type"));
    for (String file : List.of("backbeat.js", "backbeat.d.ts", "README.md", "LICENSE")) {
      assertTrue(Files.size(SDK.resolve(file)) > 100, file);
    }
    assertEquals(null, description.getJsonObject("dependencies"), "it installs without network");
    // What is served is the same.
    assertEquals(-1, Files.mismatch(SDK.resolve("version.js"), served("version.js")));
    assertEquals(-1, Files.mismatch(SDK.resolve("client.js"), served("client.js")));
  }

  private static Path served(String file) {
    return Tools.TARGET.resolve("classes/webroot/sdk").resolve(file);
  }

  /** In a folder of its own, without network: installed as an author would, then played with. */
  @Test
  void thePackageInstallsAndPlays() throws Exception {
    Path node = Tools.node();
    Path ws = Tools.ws();
    Path app = fresh("js/app");
    Files.writeString(app.resolve("package.json"), "{\"private\": true, \"type\": \"module\"}");
    install(app);
    Path modules = app.resolve("node_modules");
    assertEquals(
        description().getString("version"),
        new JsonObject(Files.readString(modules.resolve("backbeat/package.json")))
            .getString("version"));
    Files.createSymbolicLink(modules.resolve("ws"), ws.resolve("node_modules/ws").toRealPath());
    Path protobufjs = Files.createDirectories(modules.resolve("protobufjs"));
    Files.copy(Tools.protobufjs(), protobufjs.resolve("index.cjs"));
    Files.writeString(
        protobufjs.resolve("package.json"), "{\"name\": \"protobufjs\", \"main\": \"index.cjs\"}");
    Files.copy(TESTS.resolve("package-app.mjs"), app.resolve("app.mjs"));
    Path log = app.resolve("app.log");
    try (ServerProcess server = ServerProcess.start("package-server")) {
      ProcessBuilder builder =
          new ProcessBuilder(node.toString(), "app.mjs").directory(app.toFile());
      builder.environment().put("BACKBEAT_URL", server.url().toString());
      int exit = SystemPackages.run(builder, log, TIMEOUT_SECONDS);
      String output = Files.readString(log);
      assertEquals(0, exit, output);
      assertTrue(output.contains("played in "), output);
      System.out.print(output);
    }
  }

  /** With npm where there is one, else as npm does it. */
  private static void install(Path app) throws Exception {
    Path tgz = Tools.TARGET.resolve("backbeat-" + description().getString("version") + ".tgz");
    Path npm = SystemPackages.find("npm");
    Path log = app.resolve("install.log");
    if (npm != null) {
      ProcessBuilder builder =
          new ProcessBuilder(
              npm.toString(),
              "install",
              "--offline",
              "--no-audit",
              "--no-fund",
              "--ignore-scripts",
              tgz.toString());
      int exit = SystemPackages.run(builder.directory(app.toFile()), log, TIMEOUT_SECONDS);
      assertEquals(0, exit, Files.readString(log));
      return;
    }
    System.out.println("no npm here: the package is unpacked as npm does");
    Path to = Files.createDirectories(app.resolve("node_modules/backbeat"));
    ProcessBuilder tar =
        new ProcessBuilder(
            "tar", "xzf", tgz.toString(), "-C", to.toString(), "--strip-components=1");
    assertEquals(0, SystemPackages.run(tar, log, TIMEOUT_SECONDS), Files.readString(log));
  }

  /** An empty folder below the build directory. */
  private static Path fresh(String name) throws IOException {
    Path dir = Tools.TARGET.resolve(name);
    if (Files.exists(dir)) {
      try (Stream<Path> files = Files.walk(dir)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectories(dir);
  }
}
