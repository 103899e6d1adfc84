package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.codec.ClientEntity;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.server.game.Interest;
import dev.backbeat.v1.CellSlice;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.ServerFrame;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * A connection whose client decodes every frame with nothing but the schema and compares what it
 * knows with what it must know at the frame's tick.
 */
final class CheckedClient {
  final FakeOutlet outlet;
  final int seat;
  final Set<Integer> expectedEvents = new HashSet<>();
  private final Map<Integer, TickTruth> truths;
  private final Interest interest;
  private final boolean deferred;
  private final ClientWorld world = new ClientWorld(RandomWorld.SCHEMA);
  private final Set<Integer> events = new HashSet<>();
  private int frames;
  private int resets;
  private BiConsumer<ServerFrame, ClientWorld> onChecked = (frame, decoded) -> {};

  /**
   * A client.
   *
   * @param variableSpans whether it takes cells that come less often than frames
   * @param deferred frames wait for {@link #checkDeferred}: their loop is another thread
   */
  CheckedClient(
      int seat,
      Executor loop,
      Map<Integer, TickTruth> truths,
      Interest interest,
      boolean deferred,
      boolean variableSpans) {
    this.seat = seat;
    this.truths = truths;
    this.interest = interest;
    this.outlet = deferred ? new FakeOutlet(loop) : new FakeOutlet(loop, this::onFrame);
    this.outlet.variableSpans(variableSpans);
    this.deferred = deferred;
  }

  /** Checks what came since the last call; its loop must be at rest. */
  void checkDeferred() {
    if (deferred) {
      outlet.take().forEach(this::onFrame);
    }
  }

  /** Learns of every frame and what is known after it, once that is found to be true. */
  void onChecked(BiConsumer<ServerFrame, ClientWorld> consumer) {
    onChecked = consumer;
  }

  int tick() {
    return world.tick();
  }

  int frames() {
    return frames;
  }

  int resets() {
    return resets;
  }

  long eventsLost() {
    return world.eventsLost();
  }

  Set<Integer> events() {
    return events;
  }

  private void onFrame(ServerFrame frame) {
    assertEquals(frames == 0, frame.hasWelcome(), "the first frame has the Welcome");
    assertTrue(frames > 0 || frame.getReset(), "the first frame is a reset");
    assertTrue(frame.getTick() > world.tick(), "ticks ascend");
    frames++;
    resets += frame.getReset() ? 1 : 0;
    assertEquals(frame.getReset(), frame.hasRoster() && frame.getRoster().getFull(), "full roster");
    Set<Integer> mentioned = new HashSet<>();
    for (CellSlice slice : frame.getCellsList()) {
      assertTrue(mentioned.add(slice.getCell()), "two slices of cell " + slice.getCell());
      assertTrue(!frame.getReset() || slice.getKeyframe(), "a delta in a reset");
    }
    world.apply(frame);
    TickTruth truth = truths.get(frame.getTick());
    assertNotNull(truth, "a frame of tick " + frame.getTick() + ", which was no send tick");
    compare(truth, truth.seats[seat]);
    for (Event event : frame.getEventsList()) {
      assertTrue(events.add(event.getArgs(0)), "event " + event.getArgs(0) + " came twice");
      assertTrue(expectedEvents.contains(event.getArgs(0)), "an event that is not for this seat");
      assertTrue(truths.get(frame.getTick()) != null && event.getTick() <= frame.getTick());
    }
    onChecked.accept(frame, world);
  }

  private void compare(TickTruth truth, TickTruth.SeatTruth own) {
    Map<Integer, String> expected = new TreeMap<>();
    truth.bodies.forEach(
        (id, body) -> {
          int cell = truth.cells.get(id);
          boolean seen = own.cells().contains(cell);
          checkInterest(truth.viewPercent, own, body, seen);
        });
    own.known().forEach((id, k) -> expected.put(id, describe(k.kind(), k.cell(), k.fields())));
    Map<Integer, String> actual = new TreeMap<>();
    for (ClientEntity e : world.entities()) {
      int[] fields = new int[e.kindSchema().fields().size()];
      for (int f = 0; f < fields.length; f++) {
        fields[f] = e.field(f);
      }
      actual.put(e.id(), describe(e.kind(), e.cell(), fields));
    }
    assertEquals(expected, actual, () -> "seat " + seat + ", tick " + world.tick());
    Set<Integer> held = new TreeSet<>();
    for (int cell : world.cells()) {
      held.add(cell);
    }
    assertEquals(new TreeSet<>(own.cells()), held);
    assertEquals(own.ownEntity(), world.ownEntity());
    assertEquals(own.inputTick(), world.inputTick());
    int[] values = new int[own.privateValues().length];
    for (int f = 0; f < values.length; f++) {
      values[f] = world.privateField(f);
    }
    assertArrayEquals(own.privateValues(), values);
  }

  /** What must and what must not be seen, by distance and audience alone. */
  private void checkInterest(
      int viewPercent, TickTruth.SeatTruth own, TickTruth.Body body, boolean seen) {
    if (body.audience() != 0 && body.audience() != own.audience()) {
      assertTrue(!seen, "what another audience sees was sent");
      return;
    }
    if (interest.cellSize() == 0 || !body.placed()) {
      assertTrue(seen, "an entity that everybody sees is missing");
      return;
    }
    int distance =
        Math.max(
            Math.abs(clamp(body.x()) - clamp(own.centreX())),
            Math.abs(clamp(body.y()) - clamp(own.centreY())));
    int near = interest.viewRadius() * viewPercent / 100 - interest.hysteresis();
    int far = interest.viewRadius() + 2 * interest.hysteresis() + interest.cellSize();
    assertTrue(seen || distance > near, "not seen at a distance of " + distance);
    assertTrue(!seen || distance <= far, "seen at a distance of " + distance);
  }

  private static int clamp(int position) {
    return Math.max(RandomWorld.MIN, Math.min(RandomWorld.MAX - 1, position));
  }

  private static String describe(int kind, int cell, int[] fields) {
    return kind + "@" + cell + Arrays.toString(fields);
  }
}
