package dev.backbeat.load.compare;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A server that can be compared: the file {@code peer.properties} of a folder. Commands are split
 * at white space; {@link Placeholders} in them are filled in.
 *
 * @param id the folder's name
 * @param folder in which its commands run
 * @param name for people
 * @param order its place in tables; small ones stand first
 * @param optional whether it is compared only if it is asked for
 * @param protocol that the load test speaks to it
 * @param url of its WebSocket
 * @param ready how the line begins by which it says that it listens
 * @param needs programs that must be on the PATH
 * @param install command that installs or builds it; empty = nothing to do
 * @param installed file that the install command leaves; empty = install every time
 * @param inputs files that make an older installation stale
 * @param launch command that starts it in the foreground
 * @param version command whose output's first line is its version
 * @param environment variables of its process
 * @param note a sentence for the report; "" = none
 */
record PeerSpec(
    String id,
    Path folder,
    String name,
    int order,
    boolean optional,
    String protocol,
    String url,
    String ready,
    List<String> needs,
    List<String> install,
    String installed,
    List<String> inputs,
    List<String> launch,
    List<String> version,
    Map<String, String> environment,
    String note) {

  static final String FILE = "peer.properties";
  private static final String ENVIRONMENT = "env.";
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "order",
          "optional",
          "protocol",
          "url",
          "ready",
          "needs",
          "install",
          "installed",
          "inputs",
          "launch",
          "version",
          "note");

  /** Whether it is the server that all others are compared with. */
  boolean isBackbeat() {
    return protocol.equals("backbeat");
  }

  /**
   * Reads the folders of {@code peers} that have a {@value #FILE}, in the order of the tables.
   *
   * @throws CompareException with a sentence that names the file
   */
  static List<PeerSpec> readAll(Path peers) {
    List<PeerSpec> specs = new ArrayList<>();
    try (var folders = Files.list(peers)) {
      for (Path folder : folders.sorted().toList()) {
        if (Files.isRegularFile(folder.resolve(FILE))) {
          specs.add(read(folder));
        }
      }
    } catch (IOException e) {
      throw new CompareException("--peers: cannot read the folder " + peers + ": " + e, e);
    }
    specs.sort((a, b) -> Integer.compare(a.order(), b.order()));
    return specs;
  }

  /** Reads one folder. */
  static PeerSpec read(Path folder) {
    Path file = folder.resolve(FILE);
    Properties p = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      p.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new CompareException("cannot read " + file + ": " + e, e);
    }
    Map<String, String> environment = new TreeMap<>();
    for (String key : new TreeSet<>(p.stringPropertyNames())) {
      if (key.startsWith(ENVIRONMENT)) {
        environment.put(key.substring(ENVIRONMENT.length()), p.getProperty(key).strip());
      } else if (!KEYS.contains(key)) {
        throw new CompareException(
            file + " has an unknown key '" + key + "'; known are " + new TreeSet<>(KEYS));
      }
    }
    String id = String.valueOf(folder.getFileName());
    return new PeerSpec(
        id,
        folder.toAbsolutePath().normalize(),
        p.getProperty("name", id).strip(),
        order(file, p.getProperty("order", "100").strip()),
        p.getProperty("optional", "false").strip().equals("true"),
        required(file, p, "protocol"),
        p.getProperty("url", "ws://127.0.0.1:${port}/").strip(),
        p.getProperty("ready", "READY").strip(),
        words(p, "needs"),
        words(p, "install"),
        p.getProperty("installed", "").strip(),
        words(p, "inputs"),
        Arrays.asList(required(file, p, "launch").split("\\s+")),
        words(p, "version"),
        environment,
        p.getProperty("note", "").strip());
  }

  private static int order(Path file, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new CompareException(file + ": 'order' must be a number, not '" + text + "'", e);
    }
  }

  private static String required(Path file, Properties p, String key) {
    String value = p.getProperty(key, "").strip();
    if (value.isEmpty()) {
      throw new CompareException(file + " does not say '" + key + "'");
    }
    return value;
  }

  private static List<String> words(Properties p, String key) {
    String value = p.getProperty(key, "").strip();
    return value.isEmpty() ? List.of() : Arrays.asList(value.split("\\s+"));
  }
}
