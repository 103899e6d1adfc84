package dev.backbeat.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.ops.LogLevels;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the admin calls show and do, with real players. Every answer is held to its schema. */
@Timeout(180)
class AdminApiIT {
  @TempDir private Path dir;
  private RunningAdmin admin;
  private AnswerSchemas schemas;

  @BeforeEach
  void start() throws Exception {
    admin = new RunningAdmin("--bans-file", dir.resolve("bans.json").toString());
    schemas = new AnswerSchemas(admin);
  }

  @AfterEach
  void stop() throws IOException {
    admin.close();
  }

  private JsonObject get(String path) throws IOException {
    JsonObject answer = admin.get(path);
    schemas.check("GET", path, answer);
    return answer;
  }

  private JsonObject post(String path, JsonObject body) throws IOException {
    JsonObject answer = admin.post(path, body);
    schemas.check("POST", path, answer);
    return answer;
  }

  private JsonObject newestAct() throws IOException {
    return get("/admin/audit?limit=1").getJsonArray("lines").getJsonObject(0);
  }

  private static JsonObject json(Object... pairs) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < pairs.length; i += 2) {
      object.put((String) pairs[i], pairs[i + 1]);
    }
    return object;
  }

  private JsonObject player(String name) throws Exception {
    JsonArray found = get("/admin/players?q=" + name).getJsonArray("players");
    return found.isEmpty() ? null : found.getJsonObject(0);
  }

  @Test
  void roomsAndPlayersAsTheyAre() throws Exception {
    try (PlainPlayer ann = PlainPlayer.join(admin.server(), "Ann");
        PlainPlayer bob = PlainPlayer.join(admin.server(), "Bob")) {
      RunningAdmin.await("both play", () -> get("/admin/status").getInteger("players") == 2);
      RunningAdmin.await(
          "a round trip is known", () -> player("Ann").getValue("rttMs") instanceof Number);
      RunningAdmin.await(
          "bytes flow",
          () ->
              get("/admin/rooms").getJsonArray("rooms").getJsonObject(0).getLong("bytesPerSecond")
                  > 0);
      JsonObject room = get("/admin/rooms?samples=7").getJsonArray("rooms").getJsonObject(0);
      assertEquals("arena-1", room.getString("id"));
      assertEquals(2, room.getInteger("players"));
      assertEquals(7, room.getJsonArray("recentTickMicros").size());
      assertTrue(room.getInteger("entities") >= 2, room.encode());
      assertTrue(room.getJsonObject("tickMs").getDouble("max") > 0, room.encode());

      JsonObject page = get("/admin/rooms/arena-1?sort=name&order=desc");
      assertEquals(2, page.getInteger("total"));
      JsonObject first = page.getJsonArray("players").getJsonObject(0);
      assertEquals("Bob", first.getString("name"));
      assertEquals(bob.session(), first.getString("session"));
      assertEquals("127.0.0.1", first.getString("address"));
      JsonObject limited = get("/admin/rooms/arena-1?sort=name&limit=1&offset=1");
      assertEquals(2, limited.getInteger("total"));
      assertEquals(1, limited.getJsonArray("players").size());
      assertEquals("Bob", limited.getJsonArray("players").getJsonObject(0).getString("name"));
      assertEquals(1, get("/admin/players?q=" + ann.session()).getInteger("total"));

      JsonObject phases = get("/admin/phases").getJsonArray("rooms").getJsonObject(0);
      Set<String> named = new TreeSet<>();
      double sum = 0;
      for (Object entry : phases.getJsonArray("phases")) {
        named.add(((JsonObject) entry).getString("phase"));
        sum += ((JsonObject) entry).getDouble("meanMs");
      }
      assertEquals(Set.of("lifecycle", "inputs", "game", "commit", "encode", "broadcast"), named);
      assertTrue(sum > 0, phases.encode());
      RunningAdmin.await(
          "history", () -> get("/admin/history").getJsonArray("samples").size() >= 2);
    }
  }

  @Test
  void whoLostHisConnectionIsStillThereAndCanBeKicked() throws Exception {
    PlainPlayer ann = PlainPlayer.join(admin.server(), "Ann");
    ann.cut();
    RunningAdmin.await(
        "she is away",
        () -> {
          JsonArray players = get("/admin/rooms/arena-1").getJsonArray("players");
          return players.size() == 1 && !players.getJsonObject(0).getBoolean("connected");
        });
    JsonObject wish = json("session", ann.session(), "reason", "rude");
    assertEquals("409 CONFLICT", admin.refusal("/admin/ban", wish), "a guest: no id, no address");
    JsonObject muted = post("/admin/mute", wish).getJsonObject("sanction");
    assertEquals("session", muted.getString("by"));
    post("/admin/kick", json("session", ann.session()));
    RunningAdmin.await(
        "her seat is free", () -> get("/admin/rooms/arena-1").getInteger("total") == 0);
  }

  @Test
  void aKickedPlayerReadsWhy() throws Exception {
    try (PlainPlayer ann = PlainPlayer.join(admin.server(), "Ann");
        PlainPlayer bob = PlainPlayer.join(admin.server(), "Bob")) {
      post("/admin/kick", json("session", ann.session(), "reason", "be nice"));
      assertEquals(4009, ann.closeCode());
      assertEquals("ERROR_KICKED: be nice", ann.error());
      JsonObject line = newestAct();
      assertEquals("ann", line.getString("who"));
      assertEquals("kick", line.getString("act"));
      assertEquals("session:" + ann.session(), line.getString("target"));
      assertEquals("ok", line.getString("outcome"));
      assertEquals("be nice", line.getJsonObject("details").getString("reason"));
      assertFalse(bob.closed());
      assertEquals("404 NOT_FOUND", admin.refusal("/admin/kick", json("session", "nobody")));
      assertEquals("NOT_FOUND", newestAct().getString("outcome"));
    }
  }

  @Test
  void aBanEndsConnectionsAndHoldsOverARestart() throws Exception {
    try (PlainPlayer ann = PlainPlayer.join(admin.server(), "Ann")) {
      JsonObject wish = json("session", ann.session(), "seconds", 3600, "reason", "cheats");
      assertEquals(
          "409 CONFLICT", admin.refusal("/admin/ban", wish), "everybody comes from loopback");
      assertFalse(ann.closed());
      wish.remove("session");
      JsonObject done = post("/admin/ban", wish.put("address", "127.0.0.1"));
      assertTrue(done.getBoolean("saved"));
      assertEquals("ok", newestAct().getString("outcome"));
      assertTrue(Files.readString(dir.resolve("bans.json")).contains("127.0.0.1"));
      assertEquals(1, done.getInteger("ended"));
      assertEquals(4012, ann.closeCode());
      assertTrue(ann.error().startsWith("ERROR_BANNED: you are banned until 2"), ann.error());
      assertTrue(ann.error().endsWith(": cheats"), ann.error());
    }
    assertEquals("403 ERROR_BANNED", PlainPlayer.refusal(admin.server()));
    assertEquals(1, get("/admin/bans").getJsonArray("bans").size());
    admin.close();
    start();
    assertEquals("403 ERROR_BANNED", PlainPlayer.refusal(admin.server()));
    post("/admin/unban", json("address", "127.0.0.1"));
    assertEquals("404 NOT_FOUND", admin.refusal("/admin/unban", json("address", "127.0.0.1")));
    PlainPlayer.join(admin.server(), "Ann").close();
  }

  @Test
  void aBanThatCannotBeWrittenHoldsAndSaysSo() throws Exception {
    Path bans = dir.resolve("bans.json");
    Files.delete(bans);
    Files.createDirectories(bans.resolve("in-the-way"));
    JsonObject wish = json("player", "p1", "reason", "cheats");
    assertFalse(post("/admin/ban", wish).getBoolean("saved"));
    assertEquals("not saved", newestAct().getString("outcome"));
    assertEquals(1, get("/admin/bans").getJsonArray("bans").size());
    Files.delete(bans.resolve("in-the-way"));
    Files.delete(bans);
    RunningAdmin.await("it is written then", () -> Files.isRegularFile(bans));
    assertTrue(Files.readString(bans).contains("p1"));
  }

  @Test
  void aBanReachesTheOtherServerThatHasTheFile() throws Exception {
    try (RunningAdmin other = new RunningAdmin("--bans-file", dir.resolve("bans.json").toString());
        PlainPlayer ann = PlainPlayer.join(other.server(), "Ann")) {
      post("/admin/ban", json("address", "127.0.0.1", "reason", "cheats"));
      assertEquals(4012, ann.closeCode());
      assertEquals("403 ERROR_BANNED", PlainPlayer.refusal(other.server()));
      other.post("/admin/unban", json("address", "127.0.0.1"));
      RunningAdmin.await(
          "it is lifted here", () -> get("/admin/bans").getJsonArray("bans").isEmpty());
    }
  }

  @Test
  void whoIsMutedIsNotHeard() throws Exception {
    try (PlainPlayer ann = PlainPlayer.join(admin.server(), "Ann");
        PlainPlayer bob = PlainPlayer.join(admin.server(), "Bob")) {
      post("/admin/mute", json("session", ann.session(), "reason", "spam"));
      assertTrue(player("Ann").getBoolean("muted"));
      ann.say("hello?");
      RunningAdmin.await(
          "she is told", () -> ann.error().equals("ERROR_MUTED: you are muted: spam"));
      bob.say("one");
      RunningAdmin.await("Bob is heard", () -> ann.heard().contains("one"));
      assertFalse(bob.heard().contains("hello?"));
      post("/admin/unmute", json("session", ann.session()));
      ann.say("two");
      RunningAdmin.await("she is heard again", () -> bob.heard().contains("two"));
    }
  }

  @Test
  void announcementsRoomsAndWrongCalls() throws Exception {
    try (PlainPlayer ann = PlainPlayer.join(admin.server(), "Ann")) {
      assertEquals(1, post("/admin/announce", json("text", "soon")).getInteger("rooms"));
      RunningAdmin.await("the line comes", () -> ann.heard().contains("soon"));
      post("/admin/rooms", json("id", "duel", "game", "arena", "maxPlayers", 2, "tickHz", 30));
      JsonObject duel = get("/admin/rooms/duel").getJsonObject("room");
      assertEquals(30, duel.getInteger("tickHz"));
      assertEquals("409 CONFLICT", admin.refusal("/admin/rooms", json("id", "duel")));
      assertEquals("404 NOT_FOUND", admin.refusal("/admin/rooms", json("game", "chess")));
      assertEquals("400 BAD_REQUEST", admin.refusal("/admin/rooms", json("tickHz", 1000)));
      post("/admin/announce", json("text", "only there", "room", "duel"));
      post("/admin/rooms/duel/close", json("reason", "over"));
      assertEquals("404 NOT_FOUND", admin.refusal("/admin/rooms/duel/close", json()));
      assertFalse(ann.heard().contains("only there"));
      assertEquals(
          404, admin.send("GET", "/admin/rooms/duel", RunningAdmin.TOKEN, null).statusCode());
      for (JsonObject wrong :
          new JsonObject[] {
            json("text", ""),
            json("text", "  "),
            json("text", 5),
            json(),
            json("text", "x", "colour", "red"),
            json("text", "x".repeat(501))
          }) {
        assertEquals("400 BAD_REQUEST", admin.refusal("/admin/announce", wrong), wrong.encode());
      }
      for (JsonObject wrong :
          new JsonObject[] {
            json("reason", "x"),
            json("address", "example.org", "reason", "x"),
            json("player", "a", "address", "10.0.0.1", "reason", "x"),
            json("player", "a", "seconds", 0, "reason", "x"),
            json("player", "two words", "reason", "x"), // No ticket can be for him.
            json("player", "p".repeat(65), "reason", "x"),
            json("player", "a")
          }) {
        assertEquals("400 BAD_REQUEST", admin.refusal("/admin/ban", wrong), wrong.encode());
      }
      for (String query : new String[] {"limit=0", "limit=x", "sort=size", "order=up"}) {
        var answer = admin.send("GET", "/admin/rooms?" + query, RunningAdmin.TOKEN, null);
        assertEquals(400, answer.statusCode(), query);
      }
    }
  }

  @Test
  void aLogLevelForAWhile() throws Exception {
    JsonObject wish = json("logger", "dev.backbeat", "level", "TRACE", "seconds", 1);
    String before = level("dev.backbeat");
    JsonObject now = post("/admin/log-level", wish);
    assertEquals("TRACE", now.getString("level"));
    assertTrue(now.getString("until") != null);
    RunningAdmin.await("it is over", () -> before.equals(level("dev.backbeat")));
    assertEquals(
        "404 NOT_FOUND", admin.refusal("/admin/log-level", json("logger", "x.y", "level", "INFO")));
    get("/admin/log-levels");
  }

  @Test
  void aReloadsLevelOutlivesATemporaryOne() throws Exception {
    String name = "dev.backbeat.server.admin.ForATest";
    org.slf4j.LoggerFactory.getLogger(name);
    post("/admin/log-level", json("logger", name, "level", "TRACE", "seconds", 1));
    LogLevels.set(name, "ERROR"); // As a reload does.
    RunningAdmin.await("it is over", () -> until(name) == null);
    assertEquals("ERROR", level(name));
  }

  private Object until(String logger) throws IOException {
    return get("/admin/log-levels").getJsonArray("loggers").stream()
        .map(JsonObject.class::cast)
        .filter(l -> l.getString("logger").equals(logger))
        .map(l -> Optional.ofNullable(l.getValue("until")))
        .findFirst()
        .orElseThrow()
        .orElse(null);
  }

  private String level(String logger) throws IOException {
    return get("/admin/log-levels").getJsonArray("loggers").stream()
        .map(JsonObject.class::cast)
        .filter(l -> l.getString("logger").equals(logger))
        .map(l -> String.valueOf(l.getString("level")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void threadsSayWhatTheyDo() throws Exception {
    get("/admin/threads");
    JsonArray threads = get("/admin/threads").getJsonArray("threads");
    Set<String> roles = new TreeSet<>();
    for (Object entry : threads) {
      JsonObject thread = (JsonObject) entry;
      roles.add(thread.getString("role"));
      assertFalse(thread.getJsonArray("stack").isEmpty(), thread.encode());
    }
    assertEquals(Set.of("gateway", "other", "tick"), roles);
    assertTrue(get("/admin/threads?all=true").getJsonArray("threads").size() > threads.size());
  }

  @Test
  void aFlightRecordingIsAFileForMissionControl() throws Exception {
    HttpResponse<byte[]> file = admin.download("/admin/flight-recording", json("seconds", 1));
    assertEquals(200, file.statusCode());
    assertTrue(file.headers().firstValue("Content-Disposition").orElseThrow().contains(".jfr"));
    byte[] body = file.body();
    assertEquals("FLR\0", new String(body, 0, 4, java.nio.charset.StandardCharsets.ISO_8859_1));
    Path jfr = dir.resolve("a.jfr");
    Files.write(jfr, body);
    assertTrue(jdk.jfr.consumer.RecordingFile.readAllEvents(jfr).size() > 10, "events are in it");
    assertEquals("recordFlight", newestAct().getString("act"));
  }

  @Test
  void configurationReloadsAndDrains() throws Exception {
    JsonObject reloaded = post("/admin/reload", json());
    assertEquals("unchanged", reloaded.getString("outcome"));
    assertEquals("", reloaded.getString("problem"));
    assertEquals("409 CONFLICT", admin.refusal("/admin/certificates/reload", json()));
    assertEquals("serving", get("/admin/drain").getString("phase"));
    try (PlainPlayer ann = PlainPlayer.join(admin.server(), "Ann")) {
      JsonObject drain = post("/admin/drain", json("seconds", 20, "message", "an upgrade"));
      assertTrue(drain.getLong("remainingMs") > 0, drain.encode());
      JsonObject status = get("/admin/status");
      assertFalse(status.getBoolean("ready"));
      assertTrue(status.getBoolean("draining"));
      RunningAdmin.await(
          "nobody is let in", () -> get("/admin/drain").getString("phase").equals("draining"));
      post("/admin/drain", json("seconds", 0));
      assertEquals(1001, ann.closeCode());
    }
  }
}
