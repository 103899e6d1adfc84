package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.game.Interest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What a frame costs: encodings, bytes, allocation. */
class CostTest {
  private static final int BODIES = 50;

  /** A connection that uses one buffer for ever. */
  private static final class RecyclingOutlet implements Outlet {
    private final Executor loop;
    private final ByteBuf buffer = Unpooled.buffer(16 * 1024);
    private long frames;

    RecyclingOutlet(Executor loop) {
      this.loop = loop;
    }

    @Override
    public Executor loop() {
      return loop;
    }

    @Override
    public ByteBuf buffer(int expectedBytes) {
      return buffer.clear();
    }

    @Override
    public void appendWelcome(ByteBuf frame) {}

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void write(ByteBuf frame) {
      frames++;
    }

    @Override
    public void close(CloseReason reason) {}
  }

  @Test
  void aCellIsEncodedOnceForHoweverManyClients() {
    Fixture room = new Fixture();
    fill(room, new Random(1));
    for (int seat = 0; seat < 50; seat++) {
      room.join(seat);
    }
    room.step();
    assertEquals(1, room.replicator.encodedSlices(), "one keyframe for fifty newcomers");
    for (int i = 0; i < 10; i++) {
      turnEverything(room, new Random(i));
      room.step();
    }
    assertEquals(11, room.replicator.encodedSlices());
    room.replicator.outlet(7, new FakeOutlet(room.loop));
    turnEverything(room, new Random(99));
    room.step();
    assertEquals(13, room.replicator.encodedSlices(), "a delta, and a keyframe for the newcomer");
  }

  @Test
  void cellsThatNobodySeesAreNotEncoded() {
    Fixture room = new Fixture(1, 4, new Interest(1000, 900, 50, 1));
    fill(room, new Random(2));
    room.steps(5);
    assertEquals(0, room.replicator.encodedSlices());
    room.replicator.addSeat(0, 1, "p1", false);
    room.replicator.viewPoint(0, 4500, 4500);
    room.replicator.outlet(0, new FakeOutlet(room.loop));
    room.step();
    assertEquals(1 + 9, room.replicator.encodedSlices(), "its squares and the placeless cell");
  }

  @Test
  void turningBodiesCostAFewBytesAndStraightMotionNothing() {
    Fixture room = new Fixture();
    Random random = new Random(3);
    fill(room, random);
    FakeOutlet outlet = room.join(0);
    room.step();
    long before = outlet.bytes();
    int ticks = 200;
    for (int i = 0; i < ticks; i++) {
      turnEverything(room, random);
      room.replicator.input(0, room.tick, random.nextInt(256), 0);
      room.step();
    }
    double perBody = (outlet.bytes() - before) / (double) (ticks * BODIES);

    long straight = outlet.bytes();
    for (int i = 0; i < ticks; i++) {
      room.move();
      room.step();
    }
    double straightPerBody = (outlet.bytes() - straight) / (double) (ticks * BODIES);
    System.out.printf(
        "bytes of whole frames per body and tick: all turning %.2f, straight %.3f%n",
        perBody, straightPerBody);
    assertTrue(perBody <= 6, "turning costs " + perBody);
    assertTrue(straightPerBody <= 0.05, "straight motion costs " + straightPerBody);
  }

  @Test
  void aSteadyTickAllocatesNextToNothing() {
    measureAllocation(Interest.WHOLE_ROOM, "whole room");
    measureAllocation(new Interest(1000, 1500, 100, 1), "grid");
  }

  private void measureAllocation(Interest interest, String name) {
    int seats = 50;
    Fixture room = new Fixture(1, seats, interest);
    Random random = new Random(4);
    fill(room, random);
    List<RecyclingOutlet> outlets = new ArrayList<>();
    for (int seat = 0; seat < seats; seat++) {
      RecyclingOutlet outlet = new RecyclingOutlet(room.loop);
      outlets.add(outlet);
      room.replicator.addSeat(seat, seat + 1, "p", false);
      room.replicator.viewEntity(seat, room.bodies.id(seat));
      room.replicator.outlet(seat, outlet);
    }
    int[] args = {1};
    run(room, random, 3_000, args);
    long framesBefore = outlets.stream().mapToLong(o -> o.frames).sum();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    run(room, random, 1_000, args);
    long allocated = threads.getThreadAllocatedBytes(id) - before;
    long frames = outlets.stream().mapToLong(o -> o.frames).sum() - framesBefore;
    assertEquals(1_000L * seats, frames);
    double perFrame = allocated / (double) frames;
    System.out.printf("allocated per delivered frame, %s: %.2f bytes%n", name, perFrame);
    assertTrue(perFrame < 20, name + ": " + perFrame + " bytes per frame");
  }

  private static void run(Fixture room, Random random, int ticks, int[] args) {
    for (int i = 0; i < ticks; i++) {
      turnEverything(room, random);
      for (int seat = 0; seat < 50; seat++) {
        room.replicator.input(seat, room.tick, 100, 0);
        room.replicator.privateField(seat, 0, i);
      }
      room.replicator.emit(0, 4000, 4000, args);
      room.step();
    }
  }

  private static void fill(Fixture room, Random random) {
    for (int i = 0; i < BODIES; i++) {
      int size = Fixture.SIZE;
      room.spawn(random.nextInt(size), random.nextInt(size), random.nextInt(9), random.nextInt(9));
    }
  }

  /** Everybody's velocity and aim change a little; bodies move, and come back from the edge. */
  private static void turnEverything(Fixture room, Random random) {
    for (int row = 0; row < room.bodies.rows(); row++) {
      steer(room, row, Fixture.X, Fixture.VX, random);
      steer(room, row, Fixture.Y, Fixture.VY, random);
      int aim = room.bodies.get(row, Fixture.AIM) + random.nextInt(41) - 20;
      room.bodies.set(row, Fixture.AIM, aim & 255);
    }
    room.move();
  }

  private static void steer(Fixture room, int row, int position, int velocity, Random random) {
    int at = room.bodies.get(row, position);
    int v = room.bodies.get(row, velocity) + 1 + random.nextInt(20);
    v = v > 60 ? v - 60 : v;
    boolean back = at > Fixture.SIZE && v > 0 || at < 0 && v < 0;
    room.bodies.set(row, velocity, back ? -v / 2 : v);
  }
}
