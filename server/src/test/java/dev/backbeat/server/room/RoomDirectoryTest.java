package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.NowhereOutlet;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.replication.Replicator;
import dev.backbeat.server.tick.TickHost;
import dev.backbeat.server.tick.TickLoop;
import dev.backbeat.server.tick.TickObserver;
import dev.backbeat.server.tick.TickTask;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The directory on hosts whose time is a number. */
@Timeout(60)
class RoomDirectoryTest {
  private final ProbeGame.Factory probe = new ProbeGame.Factory();
  private final ProbeGame.Factory other = new ProbeGame.Factory("other");
  private final List<LoopHost> hosts = List.of(new LoopHost(), new LoopHost());
  private OverloadStep overload = OverloadStep.NORMAL;
  private final RoomDirectory rooms = directory(3, null, null, null);
  private long nowNs;

  private RoomDirectory directory(int maxRooms, Integer tickHz, Integer sendHz, Integer players) {
    SimulationSettings settings =
        new SimulationSettings(
            "probe",
            maxRooms,
            tickHz,
            sendHz,
            players,
            2,
            1_000,
            List.of(),
            BroadcastObserver.NONE,
            TickObserver.NONE);
    return new RoomDirectory(
        GameRegistry.of(probe, other),
        settings,
        new RoomConfig(
            1_000,
            Runnable::run,
            List.of(),
            BroadcastObserver.NONE,
            Replicator::create,
            0,
            () -> overload),
        hosts,
        Runnable::run);
  }

  private void run(int ms) {
    for (int i = 0; i < ms; i++) {
      nowNs += 1_000_000;
      hosts.forEach(h -> h.loop.runDue(nowNs));
    }
  }

  private static JoinRequest anyRoom(String game, boolean watcher) {
    return new JoinRequest("session", "any", game, "name", watcher);
  }

  private static Seat join(Rooms rooms, String room) {
    return rooms.join(new JoinRequest("s", room, "", "name", false), new NowhereOutlet()).result();
  }

  private static JoinException refused(Future<?> future) {
    assertTrue(future.failed(), "should have failed");
    return (JoinException) future.cause();
  }

  private static RoomSpec spec(String id, Integer tickHz, Integer sendHz, Integer players) {
    return new RoomSpec(id, null, tickHz, sendHz, players, null, null, null, Map.of());
  }

  @Test
  void whoIsInARoomIsKnownByHisId() {
    JoinRequest request = new JoinRequest("s", "any", "", "name", false, "p-1", List.of());
    Seat seat = rooms.join(request, new NowhereOutlet()).result();
    PlayerInfo player = rooms.players(seat.room().id()).get(0);
    assertEquals("p-1", player.playerId());
    assertEquals("s", player.session());
  }

  @Test
  void nobodyNewIsLetInOnTheLastStepOfTheOverloadLadder() {
    NowhereOutlet outlet = new NowhereOutlet();
    Seat early = rooms.join(new JoinRequest("e", "any", "", "early", false), outlet).result();
    for (OverloadStep step : OverloadStep.values()) {
      overload = step;
      Future<Seat> joined =
          rooms.join(new JoinRequest("s", "any", "", "name", false), new NowhereOutlet());
      assertEquals(step != OverloadStep.CLOSED_DOOR, joined.succeeded(), step.name());
    }
    for (boolean watcher : new boolean[] {false, true}) {
      Future<Seat> late =
          rooms.join(new JoinRequest("s", "probe-1", "", "w", watcher), new NowhereOutlet());
      assertEquals(JoinException.Code.OVERLOADED, refused(late).code());
    }
    run(200);
    early.detach(outlet);
    run(200);
    early.attach(new NowhereOutlet());
    run(2_000);
    assertTrue(early.open(), "who was there comes back");
    overload = OverloadStep.SHORT_SIGHT;
    assertTrue(join(rooms, "any").open());
  }

  @Test
  void makesRoomsWithIdsOfTheirGame() {
    assertEquals("probe-1", rooms.create(RoomSpec.of(null)).result().id());
    assertEquals("other-1", rooms.create(RoomSpec.of("other")).result().id());
    RoomInfo named = rooms.create(spec("mine", 60, 15, 9)).result();
    assertEquals("mine", named.id());
    assertEquals(60, named.options().tickHz());
    assertEquals(4, named.options().spanTicks());
    assertEquals(9, named.options().maxPlayers());
    assertEquals(
        List.of("mine", "other-1", "probe-1"), rooms.list().stream().map(RoomInfo::id).toList());
    assertEquals("probe", rooms.find("probe-1").orElseThrow().game());
    assertTrue(rooms.find("nope").isEmpty());
  }

  @Test
  void refusesRoomsThatMakeNoSense() {
    rooms.create(spec("mine", null, null, null));
    for (RoomSpec bad :
        List.of(
            spec("mine", null, null, null),
            spec("any", null, null, null),
            spec("no spaces", null, null, null),
            spec(null, 0, null, null),
            spec(null, 241, null, null),
            spec(null, 60, 20, null),
            spec(null, 20, 40, null),
            spec(null, null, null, 0),
            new RoomSpec(null, null, null, null, null, null, null, null, Map.of("bad", "1")))) {
      JoinException e = refused(rooms.create(bad));
      assertEquals(JoinException.Code.BAD_OPTIONS, e.code(), bad.toString());
      assertTrue(e.getMessage().length() > 10);
    }
    assertEquals(1, rooms.list().size());
  }

  @Test
  void anUnknownGameIsAnsweredWithTheKnownOnes() {
    JoinException e = refused(rooms.create(RoomSpec.of("chess")));
    assertEquals(JoinException.Code.UNKNOWN_GAME, e.code());
    assertEquals("there is no game chess; known games: other, probe", e.getMessage());
    e = refused(rooms.join(anyRoom("chess", false), new NowhereOutlet()));
    assertEquals(JoinException.Code.UNKNOWN_GAME, e.code());
  }

  @Test
  void anUnknownRoomIsNotMade() {
    JoinException e =
        refused(rooms.join(new JoinRequest("s", "nope", "", "n", false), new NowhereOutlet()));
    assertEquals(JoinException.Code.UNKNOWN_ROOM, e.code());
    assertEquals("there is no room nope", e.getMessage());
    assertEquals(List.of(), rooms.list());
  }

  @Test
  void aFullRoomSaysSo() {
    rooms.create(spec("mine", null, null, 1));
    join(rooms, "mine");
    JoinException e =
        refused(rooms.join(new JoinRequest("s", "mine", "", "n", false), new NowhereOutlet()));
    assertEquals(JoinException.Code.ROOM_FULL, e.code());
    assertEquals("room mine has no seat left for a player", e.getMessage());
  }

  @Test
  void anyIsTheFullestRoomOfTheGameWithASeat() {
    rooms.create(spec("a", null, null, 3));
    rooms.create(spec("b", null, null, 3));
    join(rooms, "b");
    assertEquals("b", join(rooms, "any").room().id());
    assertEquals("b", join(rooms, "").room().id());
    assertEquals("a", join(rooms, "any").room().id(), "b is full");
    Seat elsewhere = rooms.join(anyRoom("other", false), new NowhereOutlet()).result();
    assertEquals("other-1", elsewhere.room().id(), "another game, another room");
  }

  @Test
  void anyMakesRoomsUpToTheLimit() {
    for (int i = 0; i < 12; i++) {
      assertEquals("probe-" + (i / 4 + 1), join(rooms, "any").room().id());
    }
    JoinException e = refused(rooms.join(anyRoom("", false), new NowhereOutlet()));
    assertEquals(JoinException.Code.SERVER_FULL, e.code());
    assertEquals("the server's limit of 3 rooms is reached", e.getMessage());
    Seat watcher = rooms.join(anyRoom("", true), new NowhereOutlet()).result();
    assertTrue(watcher.watcher(), "watchers have seats of their own");
  }

  @Test
  void ofManyWhoWantTheLastSeatsEachSeatIsGivenOnce() throws InterruptedException {
    int threads = 16;
    int joinsPerThread = 20;
    ExecutorService control = Executors.newSingleThreadExecutor();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      SimulationSettings settings = SimulationSettings.of("probe", 60, 2);
      RoomDirectory racing =
          new RoomDirectory(
              GameRegistry.of(probe),
              settings,
              RoomConfig.of(1_000, Runnable::run),
              hosts,
              control);
      racing.create(spec("last", null, null, 5)).toCompletionStage().toCompletableFuture().join();
      List<Future<Seat>> explicit = race(pool, threads, joinsPerThread, racing, "last");
      List<Seat> winners = explicit.stream().filter(Future::succeeded).map(Future::result).toList();
      assertEquals(5, winners.size());
      assertEquals(5, winners.stream().map(Seat::player).distinct().count());
      assertEquals(5, racing.find("last").orElseThrow().players());
      for (Future<Seat> f : explicit) {
        assertTrue(f.succeeded() || refused(f).code() == JoinException.Code.ROOM_FULL);
      }

      // 59 more rooms of 4 seats for 320 who take any: 236 get one, and no room is made in vain.
      List<Future<Seat>> any = race(pool, threads, joinsPerThread, racing, "any");
      assertEquals(59 * 4, any.stream().filter(Future::succeeded).count());
      assertEquals(60, racing.list().size());
      racing.list().forEach(r -> assertEquals(r.options().maxPlayers(), r.players(), r.id()));
      for (Future<Seat> f : any) {
        assertTrue(f.succeeded() || refused(f).code() == JoinException.Code.SERVER_FULL);
      }
    } finally {
      pool.shutdownNow();
      control.shutdownNow();
    }
  }

  private static List<Future<Seat>> race(
      ExecutorService pool, int threads, int each, Rooms rooms, String room)
      throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(threads * each);
    List<List<Future<Seat>>> results =
        IntStream.range(0, threads)
            .mapToObj(i -> (List<Future<Seat>>) new ArrayList<Future<Seat>>())
            .toList();
    for (List<Future<Seat>> mine : results) {
      pool.execute(
          () -> {
            try {
              start.await();
            } catch (InterruptedException e) {
              return;
            }
            for (int i = 0; i < each; i++) {
              Future<Seat> seat =
                  rooms.join(new JoinRequest("s", room, "", "n", false), new NowhereOutlet());
              mine.add(seat);
              seat.onComplete(r -> done.countDown());
            }
          });
    }
    start.countDown();
    assertTrue(done.await(30, TimeUnit.SECONDS));
    return results.stream().flatMap(List::stream).toList();
  }

  @Test
  void theOperatorsDefaultsStandUnderTheCreatorsWishes() {
    RoomDirectory d = directory(9, 40, 20, 7);
    RoomOptions plain = d.create(RoomSpec.of(null)).result().options();
    assertEquals(40, plain.tickHz());
    assertEquals(2, plain.spanTicks());
    assertEquals(7, plain.maxPlayers());
    assertEquals(2, plain.maxWatchers(), "the game's own");
    RoomOptions wished = d.create(spec(null, 60, null, 3)).result().options();
    assertEquals(60, wished.tickHz());
    assertEquals(4, wished.spanTicks(), "15 Hz: the next rate not above the operator's 20");
    assertEquals(3, wished.maxPlayers());
    RoomOptions exact = d.create(spec(null, 60, 30, null)).result().options();
    assertEquals(2, exact.spanTicks());
    assertThrows(IllegalArgumentException.class, () -> directory(9, 60, 20, 7));
  }

  @Test
  void roomsGoToTheLeastLoadedThread() {
    RoomDirectory d = directory(20, null, null, null);
    for (int i = 0; i < 10; i++) {
      d.create(RoomSpec.of(null));
    }
    assertEquals(5, hosts.get(0).loop.size());
    assertEquals(5, hosts.get(1).loop.size());
  }

  @Test
  void aThreadThatTakesNoMoreIsAFullServer() {
    hosts.forEach(h -> h.full = true);
    JoinException e = refused(rooms.create(RoomSpec.of(null)));
    assertEquals(JoinException.Code.SERVER_FULL, e.code());
    assertEquals(List.of(), rooms.list());
  }

  @Test
  void aRoomThatEndedIsGoneAndItsIdIsFree() {
    rooms.create(new RoomSpec("mine", null, null, null, null, null, 1, null, Map.of()));
    run(900);
    assertEquals(1, rooms.list().size());
    run(500);
    assertEquals(List.of(), rooms.list());
    assertEquals("mine", rooms.create(spec("mine", null, null, null)).result().id());
  }

  @Test
  void closesOneRoom() {
    rooms.create(spec("a", null, null, null));
    rooms.create(spec("b", null, null, null));
    NowhereOutlet outlet = new NowhereOutlet();
    rooms.join(new JoinRequest("s", "a", "", "n", false), outlet);
    Future<Void> closed = rooms.close("a", "enough");
    assertFalse(closed.isComplete(), "the tick in flight comes first");
    run(200);
    assertTrue(closed.succeeded());
    assertEquals("enough", outlet.closed.message());
    assertEquals(List.of("b"), rooms.list().stream().map(RoomInfo::id).toList());
    assertEquals(JoinException.Code.UNKNOWN_ROOM, refused(rooms.close("a", "again")).code());
  }

  @Test
  void aGameThatThrowsTakesNoOtherRoomWithIt() {
    Seat good = join(rooms, "any");
    other.onTick =
        (g, tick) -> {
          throw new AssertionError("a bug");
        };
    NowhereOutlet outlet = new NowhereOutlet();
    rooms.join(anyRoom("other", false), outlet);
    run(1_000);
    assertEquals("ERROR_ROOM_CLOSED", outlet.closed.errorCode());
    assertEquals(1, outlet.closes.get());
    assertEquals(List.of("probe-1"), rooms.list().stream().map(RoomInfo::id).toList());
    assertTrue(good.tick() >= 18, "was " + good.tick());
  }

  @Test
  void drainsOnceAndTellsEverybody() {
    List<NowhereOutlet> outlets = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      outlets.add(new NowhereOutlet());
      rooms.join(anyRoom("", false), outlets.get(i));
    }
    run(500);
    NowhereOutlet last = new NowhereOutlet();
    rooms.join(anyRoom("", false), last); // Takes a seat, and no tick comes before the drain.
    outlets.add(last);
    CloseReason reason = CloseReason.goodbye(CloseCode.GOING_AWAY, "shutting down", 2_000);
    Future<Void> drained = rooms.drain(reason);
    assertSame(drained, rooms.drain(CloseReason.goodbye(CloseCode.GOING_AWAY, "again", 0)));
    assertFalse(drained.isComplete());
    assertEquals(
        JoinException.Code.DRAINING,
        refused(rooms.join(anyRoom("", false), new NowhereOutlet())).code());
    assertEquals(JoinException.Code.DRAINING, refused(rooms.create(RoomSpec.of(null))).code());
    run(200);
    assertTrue(drained.succeeded());
    for (NowhereOutlet o : outlets) {
      assertEquals(reason, o.closed);
      assertEquals(1, o.closes.get(), "closed once");
    }
    assertEquals(List.of(), rooms.list());
    assertEquals(0, hosts.get(0).loop.size() + hosts.get(1).loop.size());
  }

  @Test
  void drainingAnEmptyServerIsDoneAtOnce() {
    assertTrue(rooms.drain(CloseReason.goodbye(CloseCode.GOING_AWAY, "bye", 0)).succeeded());
  }

  @Test
  void gamesAreFoundByNameAndNoTwoHaveOne() {
    assertTrue(GameRegistry.load().names().contains("arena"), "through ServiceLoader");
    assertNull(refusedName(() -> GameRegistry.of(probe, other)));
    assertTrue(
        refusedName(() -> GameRegistry.of(probe, new ProbeGame.Factory()))
            .startsWith("two games are named probe: "));
    assertTrue(
        refusedName(() -> GameRegistry.of(new ProbeGame.Factory("No Spaces")))
            .endsWith("a game's name is [a-z0-9-]{1,32}, not No Spaces"));
  }

  private static String refusedName(Runnable load) {
    try {
      load.run();
      return null;
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  /** A tick loop that a test turns. */
  private final class LoopHost implements TickHost {
    final TickLoop loop =
        new TickLoop(() -> nowNs, TickObserver.NONE, 5, task -> this.weight -= task.weight());
    long weight;
    boolean full;

    @Override
    public synchronized void add(TickTask task) {
      if (full) {
        throw new RejectedExecutionException("full");
      }
      loop.add(task, nowNs);
      weight += task.weight();
    }

    @Override
    public long weight() {
      return weight;
    }
  }
}
