package dev.backbeat.load.attack;

import dev.backbeat.load.compare.CompareException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The process of the honest players, seen by the one that attacks. Used by the conducting thread;
 * ends with {@link #close}, and with this program in any case, for its input ends then.
 */
final class HonestChild implements AutoCloseable {
  private static final long END_SECONDS = 10;

  private final Process process;
  private final PrintStream questions;
  private final BufferedReader answers;
  private final Path log;

  private HonestChild(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts it and waits until all have joined.
   *
   * @param rooms where they play, in equal numbers
   * @throws CompareException if somebody cannot
   */
  static HonestChild start(int port, List<String> rooms, AttackSettings settings)
      throws IOException {
    Path log = settings.out().resolve("players.log");
    HonestChild child =
        new HonestChild(new ProcessBuilder(command()).redirectError(log.toFile()).start(), log);
    boolean joined = false;
    try {
      child.ask(
          new JsonObject()
              .put("port", port)
              .put("rooms", rooms)
              .put("players", settings.players())
              .put("tickHz", settings.tickHz())
              .put("seed", settings.seed())
              .encode());
      joined = true;
      return child;
    } finally {
      if (!joined) {
        child.close();
      }
    }
  }

  private static List<String> command() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-Xms128m", "-Xmx256m", "-cp"));
    words.add(System.getProperty("java.class.path")); // The jar, or all of a test's.
    words.add("dev.backbeat.load.LoadMain");
    words.add(HonestProgram.NAME);
    return words;
  }

  /** Ends a window and begins the next; what was noticed in it. */
  JsonObject window() throws IOException {
    return ask(HonestProgram.WINDOW);
  }

  /** What went wrong for them, with how often; empty if nothing did. */
  TreeMap<String, Integer> complaints() throws IOException {
    TreeMap<String, Integer> all = new TreeMap<>();
    ask(HonestProgram.COMPLAINTS)
        .getJsonObject("complaints")
        .forEach(entry -> all.put(entry.getKey(), (Integer) entry.getValue()));
    return all;
  }

  /** How many still play. */
  long still() throws IOException {
    return ask(HonestProgram.COMPLAINTS).getLong("still");
  }

  /** They leave. */
  void leave() throws IOException {
    ask(HonestProgram.LEAVE);
  }

  private JsonObject ask(String question) throws IOException {
    questions.println(question);
    String line = answers.readLine();
    if (line == null) {
      throw new CompareException("the honest players' process ended; see " + log);
    }
    JsonObject answer = new JsonObject(line);
    if (answer.containsKey(HonestProgram.FAILED)) {
      throw new CompareException("honest players: " + answer.getString(HonestProgram.FAILED));
    }
    return answer;
  }

  @Override
  public void close() {
    questions.close();
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroyForcibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
