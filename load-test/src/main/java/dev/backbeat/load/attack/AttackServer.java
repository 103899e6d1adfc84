package dev.backbeat.load.attack;

import dev.backbeat.load.compare.CompareException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which server is started to be attacked, and how. */
final class AttackServer {
  private AttackServer() {}

  /**
   * Its options: limits hold on loopback too, where each attacker has addresses of its own; waits
   * are short, so that whoever waits for them is quick. All other limits are the defaults.
   */
  static List<String> options(String apiKey, String ticketSecret) {
    return List.of(
        "--limit-loopback",
        "--guests",
        "on",
        "--guest-tickets",
        "on",
        "--api-key",
        apiKey,
        "--jwt-hs256-secret",
        ticketSecret,
        "--join-timeout-seconds",
        "3",
        "--idle-timeout-seconds",
        "6",
        "--slow-client-timeout-seconds",
        "8",
        "--resume-grace-seconds",
        "3",
        "--handshake-timeout-seconds",
        "4",
        "--request-timeout-seconds",
        "5",
        "--http-idle-timeout-seconds",
        "4",
        "--max-rooms",
        "60",
        "--overload-ladder",
        "off");
  }

  /** And the operators' listener. */
  static List<String> withAdmin(List<String> options, String port, String token) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--admin-port", port, "--admin-tokens", "attack:" + token));
    return List.copyOf(all);
  }

  /** Options for players who may be silent for a while. */
  static List<String> patientOptions(String apiKey, String ticketSecret) {
    List<String> options = new ArrayList<>(options(apiKey, ticketSecret));
    options.set(options.indexOf("--idle-timeout-seconds") + 1, "60");
    options.set(options.indexOf("--resume-grace-seconds") + 1, "60");
    return List.copyOf(options);
  }

  /** This program: its jar, or the folder of its classes. */
  static Path program() {
    try {
      return Path.of(
          AttackServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The server's runnable jar beside this program's. */
  static Path jar() {
    Path repository = program().getParent().getParent().getParent();
    Path jar = repository.resolve(Path.of("server", "target", "backbeat-server.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new CompareException(
          "there is no " + jar + ": build it, or say with --server-jar where it is");
    }
    return jar;
  }
}
