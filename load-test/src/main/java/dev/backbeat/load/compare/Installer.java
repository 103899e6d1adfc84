package dev.backbeat.load.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes servers ready to be started: looks for their programs, installs them, asks versions. */
final class Installer {
  private static final long INSTALL_SECONDS = 300;
  private static final long VERSION_SECONDS = 20;

  private final Children children;
  private final Machine machine;
  private final Placeholders placeholders;
  private final Path logs;

  /**
   * @param values for placeholders in commands
   * @param logs folder for what the commands say
   */
  Installer(Children children, Machine machine, Map<String, String> values, Path logs) {
    this.children = children;
    this.machine = machine;
    this.placeholders = new Placeholders(values);
    this.logs = logs;
  }

  /**
   * Installs a server unless that is done already.
   *
   * @return why it must be left out; "" = it is ready
   */
  String install(PeerSpec peer) throws InterruptedException {
    for (String need : peer.needs()) {
      String program = placeholders.fill(need);
      if (!machine.has(program)) {
        return "'" + program + "' is not on the PATH";
      }
    }
    if (peer.install().isEmpty() || isInstalled(peer)) {
      return "";
    }
    try {
      List<String> command = placeholders.fill(peer.install());
      Path log = logs.resolve(peer.id() + ".install.log");
      // The peer's own variables are those of its launch: they may name the port, say.
      String failure = children.run(command, peer.folder(), Map.of(), log, INSTALL_SECONDS);
      return failure == null ? "" : "installing it failed: " + failure;
    } catch (CompareException e) {
      return "installing it failed: " + e.getMessage();
    }
  }

  /** Whether what the install command leaves is there, and newer than what it is made from. */
  private boolean isInstalled(PeerSpec peer) {
    Path result = peer.folder().resolve(peer.installed());
    if (peer.installed().isEmpty() || !Files.exists(result)) {
      return false;
    }
    try {
      FileTime made = Files.getLastModifiedTime(result);
      for (String input : peer.inputs()) {
        if (newest(peer.folder().resolve(input)).compareTo(made) > 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new CompareException("cannot read the folder " + peer.folder() + ": " + e, e);
    }
  }

  /** When a file, or any in a folder, was changed last. */
  private static FileTime newest(Path input) throws IOException {
    FileTime newest = FileTime.fromMillis(0);
    try (Stream<Path> files = Files.walk(input)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        FileTime time = Files.getLastModifiedTime(file);
        newest = time.compareTo(newest) > 0 ? time : newest;
      }
    }
    return newest;
  }

  /** The first number that a server's version command prints; "" if it has none, or fails. */
  String version(PeerSpec peer) throws InterruptedException {
    if (peer.version().isEmpty()) {
      return "";
    }
    String line = firstLine(peer.id(), placeholders.fill(peer.version()), peer.folder());
    return line.replaceFirst("^[^0-9]*", "").replaceFirst("\\s.*", "");
  }

  /** The first line that a command prints; "" if it fails. */
  String firstLine(String name, List<String> command, Path folder) throws InterruptedException {
    Path log = logs.resolve(name + ".version.log");
    try {
      if (children.run(command, folder, Map.of(), log, VERSION_SECONDS) != null) {
        return "";
      }
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      return text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    } catch (CompareException e) {
      return "";
    } catch (IOException e) {
      throw new CompareException("cannot read " + log + ": " + e, e);
    }
  }
}
