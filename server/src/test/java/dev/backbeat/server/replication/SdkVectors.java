package dev.backbeat.server.replication;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.codec.SchemaCodec;
import dev.backbeat.v1.ServerFrame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;

/**
 * Frames of random rooms with what a client knows after each: for decoders in other languages. What
 * is written has been compared with the server's world already.
 */
public final class SdkVectors {
  private SdkVectors() {}

  /** Writes the frames of {@code rooms} rooms as JSON; returns how many frames there are. */
  public static int write(Path file, int rooms, int ticks, long seed) throws IOException {
    JsonArray clients = new JsonArray();
    int[] frames = {0};
    for (int i = 0; i < rooms; i++) {
      RandomRoom room = RandomRoom.stepped(seed + i);
      room.onAttach =
          client -> {
            JsonArray steps = new JsonArray();
            clients.add(steps);
            client.onChecked(
                (frame, world) -> {
                  frames[0]++;
                  steps.add(step(frame, world));
                });
          };
      room.run(ticks);
    }
    JsonObject all =
        new JsonObject()
            .put("seed", seed)
            .put("schema", base64(SchemaCodec.toMessage(RandomWorld.SCHEMA).toByteArray()))
            .put("clients", clients);
    Files.createDirectories(file.getParent());
    Files.writeString(file, all.encode());
    return frames[0];
  }

  private static JsonObject step(ServerFrame frame, ClientWorld world) {
    JsonArray entities = new JsonArray();
    world.entities().stream()
        .sorted(Comparator.comparingInt(ClientEntity::id))
        .forEach(e -> entities.add(entity(e)));
    JsonArray own = new JsonArray();
    for (int f = 0; f < world.schema().privateFields().size(); f++) {
      own.add(world.privateField(f));
    }
    int[] cells = world.cells();
    Arrays.sort(cells);
    JsonArray held = new JsonArray();
    for (int cell : cells) {
      held.add(cell);
    }
    return new JsonObject()
        .put("frame", base64(frame.toByteArray()))
        .put("tick", world.tick())
        .put("own", world.ownEntity())
        .put("private", own)
        .put("lost", world.eventsLost())
        .put("cells", held)
        .put("entities", entities);
  }

  private static JsonArray entity(ClientEntity e) {
    JsonArray row = new JsonArray().add(e.id()).add(e.kind()).add(e.cell());
    for (int f = 0; f < e.kindSchema().fields().size(); f++) {
      row.add(e.field(f));
    }
    return row;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
