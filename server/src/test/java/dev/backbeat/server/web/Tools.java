package dev.backbeat.server.web;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.backbeat.server.packaging.SystemPackages;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Programs and files that tests need. */
public final class Tools {
  /** The server module's build directory. */
  public static final Path TARGET = SystemPackages.TARGET;

  private static final String[] BROWSERS = {
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"
  };

  private static final Path DEBIAN_WS = Path.of("/usr/share/nodejs/ws");

  private Tools() {}

  /** Node; installed if that is possible, otherwise the test is skipped, or fails in CI. */
  static Path node() throws IOException, InterruptedException {
    return SystemPackages.program("nodejs", "node");
  }

  /** A Chromium; installed if that is possible, otherwise the test is skipped, or fails in CI. */
  static Path chromium() throws IOException, InterruptedException {
    return SystemPackages.program("chromium", BROWSERS);
  }

  /**
   * Prometheus' promtool; taken out of Debian's package if that can be had (installing it would
   * start a Prometheus), otherwise the test is skipped, or fails in CI.
   */
  public static Path promtool() throws IOException, InterruptedException {
    Path unpacked = TARGET.resolve("prometheus/usr/bin/promtool");
    Path tool = Files.isExecutable(unpacked) ? unpacked : SystemPackages.find("promtool");
    if (tool == null && SystemPackages.unpack("prometheus")) {
      tool = unpacked;
    }
    return tool != null ? tool : SystemPackages.missing("promtool");
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
    Path npm = SystemPackages.find("npm");
    if (npm != null && SystemPackages.run(installWs(npm, dir), dir.resolve("npm.log"), 120) == 0) {
      return dir;
    }
    if (Files.exists(DEBIAN_WS.resolve("package.json")) || SystemPackages.install("node-ws")) {
      Files.deleteIfExists(module);
      Files.createSymbolicLink(module, DEBIAN_WS);
      return dir;
    }
    return SystemPackages.missing("the npm package ws (see " + dir.resolve("npm.log") + ")");
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

  private static InputStream resource(String name) throws IOException {
    InputStream in = Tools.class.getClassLoader().getResourceAsStream(name);
    if (in == null) {
      throw new IOException(name + " is not on the class path");
    }
    return in;
  }
}
