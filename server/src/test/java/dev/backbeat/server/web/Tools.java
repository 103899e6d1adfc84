package dev.backbeat.server.web;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs and files that the tests of the web side need. */
final class Tools {
  /** The server module's build directory. */
  static final Path TARGET = Path.of("target").toAbsolutePath();

  private static final String[] BROWSERS = {
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
  };

  private Tools() {}

  /** The program's path, or null if it is not on PATH. */
  static Path find(String... names) {
    for (String name : names) {
      for (String dir : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
        Path path = Path.of(dir, name);
        if (!dir.isEmpty() && Files.isExecutable(path)) {
          return path;
        }
      }
    }
    return null;
  }

  /** Node; without it the test is skipped, or fails in CI. */
  static Path node() {
    Path node = find("node");
    return node != null ? node : missing("node (version 20 or later)");
  }

  /** A Chromium; installed if that is possible, otherwise the test is skipped, or fails in CI. */
  static Path chromium() throws IOException, InterruptedException {
    Path browser = find(BROWSERS);
    if (browser == null
        && find("apt-get") != null
        && "root".equals(System.getProperty("user.name"))) {
      System.out.println("installing chromium with apt-get");
      run(List.of("apt-get", "update", "-q"), TARGET.resolve("apt-update.log"), 300);
      run(
          List.of("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"),
          TARGET.resolve("apt-install.log"),
          900);
      browser = find(BROWSERS);
    }
    return browser != null ? browser : missing("Chromium");
  }

  /** Skips the test loudly; in CI it fails instead, where skipping would hide something. */
  static <T> T missing(String what) {
    if (System.getenv("CI") != null) {
      return fail(what + " is not there, and CI must not skip this test");
    }
    System.out.println("SKIPPED: " + what + " is not there");
    return abort(what + " is not there");
  }

  /** protobufjs of the WebJar on the class path, unpacked. */
  static Path protobufjs() throws IOException {
    String version;
    try (InputStream in = resource("META-INF/maven/org.webjars.npm/protobufjs/pom.properties")) {
      java.util.Properties pom = new java.util.Properties();
      pom.load(in);
      version = pom.getProperty("version");
    }
    // .cjs: whatever package.json is around, it is a CommonJS module.
    Path file = TARGET.resolve("js/protobuf.cjs");
    Files.createDirectories(file.getParent());
    try (InputStream in =
        resource("META-INF/resources/webjars/protobufjs/" + version + "/dist/protobuf.js")) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /**
   * The directory with the npm package ws in node_modules; the test is skipped (fails in CI) if npm
   * can't get it.
   */
  static Path ws() throws IOException, InterruptedException {
    Path dir = TARGET.resolve("js");
    if (Files.exists(dir.resolve("node_modules/ws/package.json"))) {
      return dir;
    }
    Path npm = find("npm");
    if (npm == null) {
      return missing("npm");
    }
    Files.createDirectories(dir);
    Files.writeString(dir.resolve("package.json"), "{\"private\": true}");
    int exit =
        run(
            List.of(
                npm.toString(),
                "install",
                "--prefix",
                dir.toString(),
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "ws@8.23.0"),
            dir.resolve("npm.log"),
            120);
    return exit == 0 ? dir : missing("the npm package ws (see " + dir.resolve("npm.log") + ")");
  }

  /** Runs a program to its end, output to a file; its exit code, or -1 if it took too long. */
  static int run(List<String> command, Path log, int seconds)
      throws IOException, InterruptedException {
    return run(new ProcessBuilder(command), log, seconds);
  }

  static int run(ProcessBuilder builder, Path log, int seconds)
      throws IOException, InterruptedException {
    Files.createDirectories(log.getParent());
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return -1;
    }
    return process.exitValue();
  }

  /** Ends a process: politely, then by force. */
  static void end(Process process, int graceSeconds) {
    process.destroy();
    try {
      if (!process.waitFor(graceSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = Tools.class.getClassLoader().getResourceAsStream(name);
    if (in == null) {
      throw new IOException(name + " is not on the class path");
    }
    return in;
  }
}
