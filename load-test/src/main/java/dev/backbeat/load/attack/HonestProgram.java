package dev.backbeat.load.attack;

import dev.backbeat.load.compare.CompareException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The honest players as a program, so that they share neither a heap nor a loop with attackers. The
 * first line of the input says whom they play with; each further one is a question, answered by a
 * line of JSON. The program ends with its input.
 */
public final class HonestProgram {
  /** The first argument that leads here; for {@code attack} alone. */
  public static final String NAME = "attack-players";

  static final String WINDOW = "window";
  static final String COMPLAINTS = "complaints";
  static final String LEAVE = "leave";
  static final String FAILED = "failed";

  private HonestProgram() {}

  /** Plays; the exit code. */
  public static int run(InputStream in, PrintStream out) {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      JsonObject setup = new JsonObject(lines.readLine());
      try (HonestPlayers players = players(setup)) {
        players.join();
        out.println(new JsonObject().encode());
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          out.println(answer(players, line).encode());
        }
      }
      return 0;
    } catch (CompareException | IOException | IllegalStateException e) {
      out.println(new JsonObject().put(FAILED, e.toString()).encode());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static HonestPlayers players(JsonObject setup) {
    List<String> rooms =
        setup.getJsonArray("rooms", new JsonArray()).stream().map(String.class::cast).toList();
    return new HonestPlayers(
        Target.ofHonest(setup.getInteger("port")),
        rooms,
        setup.getInteger("players"),
        setup.getInteger("tickHz"),
        setup.getLong("seed"));
  }

  private static JsonObject answer(HonestPlayers players, String question)
      throws InterruptedException {
    switch (question) {
      case WINDOW:
        return players.window();
      case COMPLAINTS:
        JsonObject complaints = new JsonObject();
        players.complaints().forEach(complaints::put);
        return new JsonObject().put("complaints", complaints).put("still", players.still());
      case LEAVE:
        players.leave();
        return new JsonObject();
      default:
        throw new IllegalStateException("nobody understands '" + question + "'");
    }
  }
}
