package dev.backbeat.server.packaging;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs of the system that tests need: found, installed where the user may do so, or the test is
 * skipped; in CI it fails, for there skipping would hide something.
 */
public final class SystemPackages {
  /** The module's build directory. */
  public static final Path TARGET = Path.of("target").toAbsolutePath();

  private static final String[] SYSTEM_DIRECTORIES = {"/usr/sbin", "/sbin", "/usr/local/sbin"};

  private static boolean listsAreNew;

  private SystemPackages() {}

  /** The first of these programs that there is, or null. */
  public static Path find(String... names) {
    List<String> directories =
        new ArrayList<>(
            List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
    // Where servers are, which PATH names for root alone.
    directories.addAll(List.of(SYSTEM_DIRECTORIES));
    for (String name : names) {
      for (String directory : directories) {
        Path path = Path.of(directory, name);
        if (!directory.isEmpty() && Files.isExecutable(path)) {
          return path;
        }
      }
    }
    return null;
  }

  /** A program of a Debian package; installed if it must be and can. */
  public static Path program(String debianPackage, String... names)
      throws IOException, InterruptedException {
    Path program = find(names);
    if (program == null && install(debianPackage)) {
      program = find(names);
    }
    return program != null ? program : missing(names[0] + " (package " + debianPackage + ")");
  }

  /**
   * Installs where the user may do so, on Debian and its like, all in one go; takes 20 minutes at
   * most.
   */
  public static synchronized boolean install(String... debianPackages)
      throws IOException, InterruptedException {
    Path apt = find("apt-get");
    if (apt == null || !isRoot()) {
      return false;
    }
    String names = String.join(" ", debianPackages);
    System.out.println("installing " + names + " with apt-get");
    Path log = TARGET.resolve("apt-" + names.replace(' ', '-') + ".log");
    // A list of packages that is some days old names files that are gone.
    if (!listsAreNew) {
      listsAreNew = run(apt(apt, "update"), TARGET.resolve("apt-update.log"), 300) == 0;
      if (!listsAreNew) {
        System.out.println("apt-get update failed, see " + TARGET.resolve("apt-update.log"));
      }
    }
    List<String> install = new ArrayList<>(List.of("install", "-y", "--no-install-recommends"));
    install.addAll(List.of(debianPackages));
    int exit = run(apt(apt, install.toArray(String[]::new)), log, 900);
    if (exit != 0) {
      System.out.println("apt-get install failed, see " + log);
    }
    return exit == 0;
  }

  /** Downloads Debian's package and unpacks it to the build directory, under its name. */
  public static boolean unpack(String debianPackage) throws IOException, InterruptedException {
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
        && isRoot()
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

  /** Whether this is the user who may do everything. */
  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static ProcessBuilder apt(Path apt, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(apt.toString(), "-q", "-o", "DPkg::Lock::Timeout=120"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    // Packages of servers do not start them.
    builder.environment().put("RUNLEVEL", "1");
    return builder;
  }

  /** Skips the test loudly; in CI it fails instead. */
  public static <T> T missing(String what) {
    if (System.getenv("CI") != null) {
      return fail(what + " is not there, and CI must not skip this test");
    }
    System.out.println("SKIPPED: " + what + " is not there");
    return abort(what + " is not there");
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
  public static void end(Process process, int graceSeconds) {
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
}
