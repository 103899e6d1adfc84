package dev.backbeat.server.web;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Programs and files that tests need. */
public final class Tools {
  /** The server module's build directory. */
  public static final Path TARGET = Path.of("target").toAbsolutePath();

  private static final String[] BROWSERS = {
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
  };

  private static final Path DEBIAN_WS = Path.of("/usr/share/nodejs/ws");

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

  /** Node; installed if that is possible, otherwise the test is skipped, or fails in CI. */
  static Path node() throws IOException, InterruptedException {
    Path node = find("node");
    if (node == null && install("nodejs")) {
      node = find("node");
    }
    return node != null ? node : missing("Node (version 18 or later)");
  }

  /** A Chromium; installed if that is possible, otherwise the test is skipped, or fails in CI. */
  static Path chromium() throws IOException, InterruptedException {
    Path browser = find(BROWSERS);
    if (browser == null && install("chromium")) {
      browser = find(BROWSERS);
    }
    return browser != null ? browser : missing("Chromium");
  }

  /**
   * Prometheus' promtool; taken out of Debian's package if that can be had (installing it would
   * start a Prometheus), otherwise the test is skipped, or fails in CI.
   */
  public static Path promtool() throws IOException, InterruptedException {
    Path unpacked = TARGET.resolve("prometheus/usr/bin/promtool");
    Path tool = Files.isExecutable(unpacked) ? unpacked : find("promtool");
    if (tool == null && unpack("prometheus")) {
      tool = unpacked;
    }
    return tool != null ? tool : missing("promtool");
  }

  /** Downloads Debian's package and unpacks it to the build directory, under its name. */
  private static boolean unpack(String debianPackage) throws IOException, InterruptedException {
    Path apt = find("apt-get");
    Path dpkg = find("dpkg-deb");
    if (apt == null || dpkg == null) {
      return false;
    }
    System.out.println("unpacking " + debianPackage + " of apt-get download");
    Path dir = Files.createDirectories(TARGET.resolve("debian-" + debianPackage));
    Path log = TARGET.resolve("apt-" + debianPackage + ".log");
    ProcessBuilder download = apt(apt, "download", debianPackage).directory(dir.toFile());
    if (run(download, log, 300) != 0
        && "root".equals(System.getProperty("user.name"))
        && run(apt(apt, "update"), TARGET.resolve("apt-update.log"), 300) == 0) {
      run(download, log, 300);
    }
    try (Stream<Path> files = Files.list(dir)) {
      Path deb = files.filter(f -> f.toString().endsWith(".deb")).findFirst().orElse(null);
      Path to = TARGET.resolve(debianPackage);
      boolean done =
          deb != null
              && run(
                      new ProcessBuilder(dpkg.toString(), "-x", deb.toString(), to.toString()),
                      TARGET.resolve("dpkg-" + debianPackage + ".log"),
                      120)
                  == 0;
      if (!done) {
        System.out.println("that failed, see " + log);
      }
      return done;
    }
  }

  /** Where the user may do so, on Debian and its like; takes 20 minutes at most. */
  private static boolean install(String debianPackage) throws IOException, InterruptedException {
    Path apt = find("apt-get");
    if (apt == null || !"root".equals(System.getProperty("user.name"))) {
      return false;
    }
    System.out.println("installing " + debianPackage + " with apt-get");
    Path log = TARGET.resolve("apt-" + debianPackage + ".log");
    // A list of packages that is some days old names files that are gone.
    if (run(apt(apt, "update"), TARGET.resolve("apt-update.log"), 300) != 0) {
      System.out.println("apt-get update failed, see " + TARGET.resolve("apt-update.log"));
    }
    int exit = run(apt(apt, "install", "-y", "--no-install-recommends", debianPackage), log, 900);
    if (exit != 0) {
      System.out.println("apt-get install failed, see " + log);
    }
    return exit == 0;
  }

  private static ProcessBuilder apt(Path apt, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(apt.toString(), "-q", "-o", "DPkg::Lock::Timeout=120"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    return builder;
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

  /** The TypeScript compiler of the WebJar on the class path, unpacked: a program for Node. */
  static Path typescript() throws IOException {
    Path dir = TARGET.resolve("js/typescript");
    Path program = dir.resolve("tsc.js");
    if (Files.exists(program)) {
      return program;
    }
    Files.createDirectories(dir);
    String folder = "META-INF/resources/webjars/typescript/";
    URL url = Tools.class.getClassLoader().getResource(folder);
    if (url == null) {
      throw new IOException(folder + " is not on the class path");
    }
    try (JarFile jar = ((JarURLConnection) url.openConnection()).getJarFile()) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        Path name = Path.of(entry.getName()).getFileName();
        boolean wanted =
            entry.getName().matches(folder + "[^/]+/lib/(lib\\..*\\.d\\.ts|_tsc\\.js)");
        if (wanted) {
          Files.copy(jar.getInputStream(entry), dir.resolve(name), REPLACE_EXISTING);
        }
      }
      // Last: what is there then is whole.
      JarEntry main =
          Collections.list(jar.entries()).stream()
              .filter(e -> e.getName().matches(folder + "[^/]+/lib/tsc\\.js"))
              .findFirst()
              .orElseThrow();
      Files.copy(jar.getInputStream(main), program, REPLACE_EXISTING);
    }
    return program;
  }

  /**
   * The directory with the npm package ws in node_modules, from npm or from Debian's package of it;
   * the test is skipped (fails in CI) if neither can be had.
   */
  static Path ws() throws IOException, InterruptedException {
    Path dir = TARGET.resolve("js");
    Path module = dir.resolve("node_modules/ws");
    if (Files.exists(module.resolve("package.json"))) {
      return dir;
    }
    Files.createDirectories(module.getParent());
    Files.writeString(dir.resolve("package.json"), "{\"private\": true}");
    Path npm = find("npm");
    if (npm != null && run(installWs(npm, dir), dir.resolve("npm.log"), 120) == 0) {
      return dir;
    }
    if (Files.exists(DEBIAN_WS.resolve("package.json")) || install("node-ws")) {
      Files.deleteIfExists(module);
      Files.createSymbolicLink(module, DEBIAN_WS);
      return dir;
    }
    return missing("the npm package ws (see " + dir.resolve("npm.log") + ")");
  }

  private static ProcessBuilder installWs(Path npm, Path dir) {
    return new ProcessBuilder(
        npm.toString(),
        "install",
        "--prefix",
        dir.toString(),
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "ws@8.23.0");
  }

  /** Runs a program to its end, output to a file; its exit code, or -1 if it took too long. */
  public static int run(ProcessBuilder builder, Path log, int seconds)
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
