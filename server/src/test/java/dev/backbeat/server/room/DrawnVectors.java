package dev.backbeat.server.room;

import dev.backbeat.codec.SchemaCodec;
import dev.backbeat.server.game.Interest;
import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.SplittableRandom;

/**
 * Frames of random rooms with what is drawn of them at random times, in integers: for clients in
 * other languages. It is what the server rewinds to ({@code HistoryPropertyTest}).
 */
public final class DrawnVectors {
  private static final int TICKS = 300;
  private static final int VIEWS_PER_FRAME = 3;
  private static final int CAP_MS = 400;

  private DrawnVectors() {}

  /** Writes the frames of so many rooms as JSON; returns how many views there are. */
  public static int write(Path file, int rooms, long seed) throws IOException {
    SplittableRandom seeds = new SplittableRandom(seed);
    JsonArray all = new JsonArray();
    int[] views = {0};
    for (int i = 0; i < rooms; i++) {
      all.add(room(seeds.nextLong(), views));
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, new JsonObject().put("seed", seed).put("rooms", all).encode());
    return views[0];
  }

  private static JsonObject room(long seed, int[] views) {
    SplittableRandom random = new SplittableRandom(seed);
    OverloadStep[] step = {OverloadStep.NORMAL};
    Interest interest =
        random.nextBoolean()
            ? Interest.WHOLE_ROOM
            : new Interest(1 << 19, 4 * HistoryGame.HALF, 1 << 16, 1);
    HistoryGame.Factory factory = new HistoryGame.Factory(interest);
    int spanTicks = 1 << random.nextInt(4);
    int tickHz = random.nextInt(20, 61);
    TestRoom room =
        TestRoom.of(factory)
            .seed(seed)
            .tickHz(tickHz)
            .spanTicks(spanTicks)
            .rewindCapMs(CAP_MS)
            .overload(() -> step[0])
            .start();
    TestPlayer player = room.join("ann").sendsInputs(random.nextBoolean());
    DrawnWorld drawn = new DrawnWorld(spanTicks);
    JsonArray steps = new JsonArray();
    int[] ids = new int[2];
    int frames = 0;
    for (int t = 0; t < TICKS; t++) {
      if (random.nextInt(60) == 0) {
        step[0] = OverloadStep.values()[random.nextInt(3)];
      }
      room.step();
      for (int kind = 0; kind < 2; kind++) {
        var table = room.world().table(kind);
        int newest = table.rows() == 0 ? 0 : table.id(table.rows() - 1) + 1;
        ids[kind] = Math.max(ids[kind], newest); // Ids are given in order, and never again.
      }
      if (player.frameCount() > frames) {
        frames = player.frameCount();
        drawn.onFrame(player.lastFrame(), player.world());
        JsonArray looks = new JsonArray();
        for (int i = 0; i < VIEWS_PER_FRAME; i++) {
          look(room, drawn, ids, random, looks);
        }
        views[0] += looks.size();
        steps.add(
            new JsonObject()
                .put("frame", Base64.getEncoder().encodeToString(player.lastFrame().toByteArray()))
                .put("views", looks));
      }
    }
    var schema = SchemaCodec.toMessage(room.world().schema()).toByteArray();
    return new JsonObject()
        .put("schema", Base64.getEncoder().encodeToString(schema))
        .put("tickHz", tickHz)
        .put("spanTicks", spanTicks)
        .put("steps", steps);
  }

  /** Who is where at a time, as far back as a shot may look. */
  private static void look(
      TestRoom room, DrawnWorld drawn, int[] ids, SplittableRandom random, JsonArray looks) {
    int newestQ8 = 256 * drawn.newest();
    int reachQ8 = CAP_MS * room.info().options().tickHz() * 256 / 1000;
    int oldestQ8 = Math.max(256 * drawn.oldest(), newestQ8 - reachQ8);
    if (newestQ8 <= oldestQ8) {
      return;
    }
    int viewTickQ8 = random.nextInt(oldestQ8, newestQ8 + 1);
    JsonArray entities = new JsonArray();
    for (int kind = 0; kind < 2; kind++) {
      for (int id = 0; id < ids[kind]; id++) {
        int[] fields = drawn.at(viewTickQ8, id, kind);
        if (fields != null) {
          JsonArray row = new JsonArray().add(id).add(kind);
          for (int value : fields) {
            row.add(value);
          }
          entities.add(row);
        }
      }
    }
    looks.add(new JsonObject().put("tickQ8", viewTickQ8).put("entities", entities));
  }
}
