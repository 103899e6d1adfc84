package dev.backbeat.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.v1.ServerFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * decode(encode(x)) = x: random worlds, written slice by slice, read by a client that has only the
 * schema, through silence, lost frames, spans and changes of them, and moving views.
 */
class RandomWorldTest {
  private static final int WORLDS = 400;
  private static final int TICKS = 120;

  @Test
  void clientSeesExactlyWhatTheServerHasInTheCellsThatItHolds() throws Exception {
    long first = Long.getLong("backbeat.test.seed", System.nanoTime());
    System.out.println("RandomWorldTest: -Dbackbeat.test.seed=" + first);
    Totals totals = new Totals();
    for (long seed = first; seed < first + WORLDS; seed++) {
      try {
        new Run(seed, totals).go();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
    // The worlds really went through what the test is about.
    assertTrue(totals.frames > WORLDS * 10, () -> totals.frames + " frames");
    assertTrue(totals.resets > WORLDS, () -> totals.resets + " resets");
    assertTrue(totals.spanChanges > WORLDS, () -> totals.spanChanges + " changes of span");
    assertTrue(totals.silent > WORLDS, () -> totals.silent + " silent ticks");
    assertTrue(totals.moves > WORLDS, () -> totals.moves + " crossings");
    assertTrue(totals.movesWithView > WORLDS, () -> totals.movesWithView + " with the view");
  }

  private static final class Totals {
    int frames;
    int resets;
    int spanChanges;
    int silent;
    int moves;
    int movesWithView;
  }

  /** One world and one client. */
  private static final class Run implements ClientWorldListener {
    private final Random random;
    private final Totals totals;
    private final ReferenceRoom room;
    private final ClientWorld client = new ClientWorld(ReferenceRoom.SCHEMA, this);
    private final SliceWriter writer = new SliceWriter();
    private final Map<Integer, ClientEntity> listened = new HashMap<>();
    private final TreeSet<Integer> held = new TreeSet<>();
    private TreeMap<Integer, ReferenceRoom.Body> base;
    private int spanLog2;
    private boolean spanChanged;
    private boolean needsReset = true;
    private int stalledTicks;
    private boolean viewChanged;

    Run(long seed, Totals totals) {
      this.random = new Random(seed);
      this.totals = totals;
      this.room = new ReferenceRoom(random);
      this.base = room.bodies;
      this.spanLog2 = random.nextInt(3);
    }

    void go() throws InvalidProtocolBufferException {
      for (int tick = 1; tick <= TICKS; tick++) {
        room.step();
        if (tick % (1 << spanLog2) != 0) {
          continue;
        }
        if (stalledTicks > 0) {
          stalledTicks--;
          needsReset = true;
        } else {
          send(tick);
          stalledTicks = random.nextInt(15) == 0 ? random.nextInt(5) : 0;
        }
        base = room.bodies;
        changeSpan(tick);
      }
    }

    private void changeSpan(int tick) {
      int wanted = random.nextInt(3);
      if (wanted != spanLog2 && random.nextInt(6) == 0 && tick % (1 << wanted) == 0) {
        spanLog2 = wanted;
        spanChanged = true;
        totals.spanChanges++;
      }
    }

    private void send(int tick) throws InvalidProtocolBufferException {
      TreeSet<Integer> view = new TreeSet<>(held);
      if (random.nextInt(3) == 0) {
        for (int cell = 0; cell < ReferenceRoom.CELLS; cell++) {
          if (random.nextBoolean()) {
            view.add(cell);
          } else {
            view.remove(cell);
          }
        }
      }
      viewChanged = !view.equals(held);
      ServerFrame.Builder own = ServerFrame.newBuilder().setTick(tick);
      List<WireBuffer> slices = needsReset ? resetFrame(own, view) : deltaFrame(own, view);
      boolean silent = slices.isEmpty() && own.getDroppedCellsCount() == 0 && !needsReset;
      held.clear();
      held.addAll(view);
      needsReset = false;
      spanChanged = false;
      if (silent && random.nextInt(4) != 0) {
        totals.silent++;
        return;
      }
      WireBuffer bytes = new WireBuffer();
      byte[] head = own.build().toByteArray();
      bytes.putBytes(head, 0, head.length);
      Collections.shuffle(slices, random);
      slices.forEach(bytes::put);
      deliver(ServerFrame.parseFrom(bytes.toByteArray()));
    }

    private List<WireBuffer> resetFrame(ServerFrame.Builder own, TreeSet<Integer> view) {
      own.setReset(true).setOwnEntity(-1);
      totals.resets++;
      List<WireBuffer> slices = new ArrayList<>();
      for (int cell : view) {
        WireBuffer slice = new WireBuffer();
        room.keyframe(writer, slice, cell, spanLog2);
        slices.add(slice);
      }
      return slices;
    }

    private List<WireBuffer> deltaFrame(ServerFrame.Builder own, TreeSet<Integer> view) {
      List<WireBuffer> slices = new ArrayList<>();
      for (int cell = 0; cell < ReferenceRoom.CELLS; cell++) {
        WireBuffer slice = new WireBuffer();
        boolean dropped = held.contains(cell) && !view.contains(cell);
        if (dropped) {
          own.addDroppedCells(cell);
        }
        // The slice of a cell that is dropped may be in the frame or not, and a cell that the
        // client holds may be sent as a keyframe.
        if (view.contains(cell) && (!held.contains(cell) || random.nextInt(20) == 0)) {
          room.keyframe(writer, slice, cell, spanLog2);
          slices.add(slice);
        } else if ((view.contains(cell) || dropped && random.nextBoolean())
            && room.delta(writer, slice, base, cell, spanLog2, spanChanged)) {
          slices.add(slice);
        }
      }
      return slices;
    }

    private void deliver(ServerFrame frame) {
      Map<Integer, ClientEntity> before = new HashMap<>();
      client.entities().forEach(e -> before.put(e.id(), e));
      client.apply(frame);
      totals.frames++;

      assertEquals(held, new TreeSet<>(boxed(client.cells())), "cells held");
      int seen = 0;
      for (Map.Entry<Integer, ReferenceRoom.Body> entry : room.bodies.entrySet()) {
        ReferenceRoom.Body body = entry.getValue();
        if (held.contains(body.cell())) {
          seen++;
          ClientEntity e = client.get(entry.getKey());
          assertNotNull(e, () -> "entity " + entry.getKey() + " is missing");
          assertEquals(body.kind(), e.kind());
          assertEquals(body.cell(), e.cell());
          assertArrayEquals(body.fields(), e.fields, () -> "fields of " + e);
          if (before.containsKey(e.id()) && !frame.getReset()) {
            assertSame(before.get(e.id()), e, "a known entity keeps its record");
          }
          assertSame(e, listened.get(e.id()), "the listener knows it");
        }
      }
      assertEquals(seen, client.entities().size(), "entities that are not there");
      assertEquals(seen, listened.size(), "entities that the listener should have lost");
    }

    private static List<Integer> boxed(int[] values) {
      List<Integer> list = new ArrayList<>();
      for (int v : values) {
        list.add(v);
      }
      return list;
    }

    @Override
    public void onReset() {
      listened.clear();
    }

    @Override
    public void onEntered(ClientEntity e) {
      assertEquals(null, listened.put(e.id(), e));
    }

    @Override
    public void onMoved(ClientEntity e, int fromCell) {
      assertTrue(fromCell != e.cell());
      assertSame(e, listened.get(e.id()));
      totals.moves++;
      totals.movesWithView += viewChanged ? 1 : 0;
    }

    @Override
    public void onRemoved(ClientEntity e, boolean ceased) {
      assertSame(e, listened.remove(e.id()));
      assertEquals(ceased, !room.bodies.containsKey(e.id()) && ceased);
      assertTrue(!e.exists());
    }
  }
}
