package dev.backbeat.server.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.broadcast.BroadcastObserver;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.game.Interest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A random world, its replicator, and clients to whom everything happens that may happen. */
final class RandomRoom {
  private static final int SEATS = 5;
  private static final CloseReason LEFT = CloseReason.goodbye(CloseCode.NORMAL, "left", 0);

  private final Random random;
  private final Interest interest;
  private final RandomWorld randomWorld;
  private final RoomReplicator replicator;
  private final RoomLoops loops;
  private final boolean threaded;
  private final Map<Integer, TickTruth> truths = new HashMap<>();
  private final Seat[] seats = new Seat[SEATS];
  private final List<CheckedClient> retired = new ArrayList<>();
  private final List<Emitted> emitted = new ArrayList<>();
  private int tick;
  private int span;
  private int wantedSpan;
  private int viewPercent = 100;
  private int sends;
  private int percentSinceSend;
  private int percentBefore = 100;
  private int players;
  private int eventNumber;
  private boolean calm;
  Consumer<CheckedClient> onAttach = client -> {};
  int checkedFrames;
  int resets;
  long eventsLost;
  int overruns;
  long maxAgeTicks;
  long staleCells;
  long arrivals;
  int mostParts;

  private record Emitted(int number, int cell, int seat) {}

  private static final class Seat {
    private CheckedClient client;
    private final ExpectedWorld expected;
    private int audience;
    private int follow = -1;
    private int centreX;
    private int centreY;
    private int own = -1;
    private int inputTick;
    private final int[] privateValues = new int[2];

    Seat(int index) {
      expected = new ExpectedWorld(index);
    }
  }

  /** A room whose loops are stepped by hand. */
  static RandomRoom stepped(long seed) {
    Random random = new Random(seed);
    return new RandomRoom(random, RoomLoops.stepped(random), false);
  }

  /** A room whose loops are threads; what they wrote is checked at the end. */
  static RandomRoom threaded(long seed) {
    return new RandomRoom(new Random(seed), RoomLoops.threads(2), true);
  }

  private RandomRoom(Random random, RoomLoops loops, boolean threaded) {
    this.random = random;
    this.loops = loops;
    this.threaded = threaded;
    interest =
        switch (random.nextInt(3)) {
          case 0 -> new Interest(0, 0, 0, 1 + random.nextInt(3));
          case 1 -> new Interest(400, 700, 60, 1 + random.nextInt(3));
          default -> new Interest(250 + random.nextInt(900), random.nextInt(1500), 100, 2);
        };
    boolean crowd = random.nextInt(3) == 0;
    int bodies = crowd ? 40 + random.nextInt(80) : 4 + random.nextInt(30);
    randomWorld = new RandomWorld(random, interest, bodies, crowd);
    span = wantedSpan = 1 << random.nextInt(3);
    BroadcastObserver observer =
        new BroadcastObserver() {
          @Override
          public void onLoopOverrun() {
            overruns++;
          }
        };
    replicator = new RoomReplicator(randomWorld.world, randomWorld.spec, span, SEATS, observer);
    randomWorld.fill();
    if (random.nextInt(4) != 0) {
      replicator.tickPeriodNs(50_000_000);
      replicator.byteBudget(100 << random.nextInt(9));
    }
  }

  void run(int ticks) {
    try (loops) {
      for (int i = 0; i < ticks; i++) {
        step();
      }
      settle();
    }
  }

  private void step() {
    tick++;
    if (!calm) {
      for (int seat = 0; seat < SEATS; seat++) {
        disturb(seat);
      }
      if (random.nextInt(60) == 0) {
        wantedSpan = 1 << random.nextInt(3);
        replicator.span(wantedSpan);
      }
      if (random.nextInt(50) == 0) {
        percentBefore = Math.min(viewPercent, percentFloor());
        percentSinceSend = sends;
        viewPercent = 10 + random.nextInt(91);
        replicator.viewPercent(viewPercent);
      }
      if (random.nextInt(100) == 0) {
        replicator.byteBudget(100 << random.nextInt(9));
      }
      emitSomething();
    }
    randomWorld.step();
    replicator.commit(tick, tick * 1_000L);
    if (tick % span == 0) {
      record();
      span = replicator.spanTicks();
    }
    randomWorld.world.compact();
    if (calm) {
      loops.settle();
    } else {
      loops.afterTick(tick, span);
    }
  }

  /** What every view covers at least: a new scale needs its time until it has reached all. */
  private int percentFloor() {
    boolean everywhere = sends - percentSinceSend > ViewScale.SPREAD_SENDS;
    return everywhere ? viewPercent : Math.min(percentBefore, viewPercent);
  }

  private void disturb(int index) {
    Seat seat = seats[index];
    if (seat == null) {
      if (random.nextInt(8) == 0) {
        seats[index] = new Seat(index);
        replicator.addSeat(index, ++players, "p" + players, false);
      }
      return;
    }
    switch (random.nextInt(40)) {
      case 0 -> attach(index, seat);
      case 1 -> {
        if (random.nextInt(3) == 0) {
          retire(seat);
          replicator.outlet(index, null);
        }
      }
      case 2 -> {
        if (random.nextInt(8) == 0) {
          retire(seat);
          replicator.removeSeat(index, LEFT);
          seats[index] = null;
        }
      }
      case 3, 4 -> {
        if (seat.client != null) {
          seat.client.outlet.writable(random.nextInt(3) != 0);
        }
      }
      case 5 -> {
        seat.follow = -1;
        seat.centreX = RandomWorld.MIN + random.nextInt(RandomWorld.MAX - RandomWorld.MIN);
        seat.centreY = RandomWorld.MIN + random.nextInt(RandomWorld.MAX - RandomWorld.MIN);
        replicator.viewPoint(index, seat.centreX, seat.centreY);
      }
      case 6, 7 -> {
        seat.follow = random.nextInt(4) == 0 ? random.nextInt(40) : randomWorld.someBody();
        replicator.viewEntity(index, seat.follow);
      }
      case 8 -> {
        seat.audience = random.nextInt(interest.audiences());
        replicator.audience(index, seat.audience);
      }
      case 9 -> {
        seat.own = random.nextInt(4) == 0 ? random.nextInt(40) - 1 : randomWorld.someBody();
        replicator.ownEntity(index, seat.own);
      }
      case 10, 11, 12 -> {
        int field = random.nextInt(2);
        seat.privateValues[field] = random.nextInt(16);
        replicator.privateField(index, field, seat.privateValues[field]);
      }
      case 13, 14, 15, 16, 17 -> {
        if (seat.client != null) {
          seat.inputTick = tick;
          replicator.input(index, tick, random.nextInt(600) - 300, 0);
        }
      }
      default -> {
        // nothing
      }
    }
  }

  private void attach(int index, Seat seat) {
    retire(seat);
    seat.inputTick = 0;
    Executor loop = loops.loop(random.nextInt(loops.count()));
    seat.client =
        new CheckedClient(index, loop, truths, interest, threaded, random.nextInt(6) != 0);
    onAttach.accept(seat.client);
    replicator.outlet(index, seat.client.outlet);
  }

  private void retire(Seat seat) {
    if (seat.client != null) {
      staleCells += seat.expected.staleCells();
      arrivals += seat.expected.arrivals();
      maxAgeTicks = Math.max(maxAgeTicks, seat.expected.maxAgeTicks());
      retired.add(seat.client);
      seat.client = null;
    }
  }

  private void emitSomething() {
    for (int n = random.nextInt(4); n > 0; n--) {
      int number = ++eventNumber;
      int seat = random.nextInt(SEATS);
      switch (random.nextInt(5)) {
        case 0 -> {
          replicator.emitToAll(1, new int[] {number, 7}, "word");
          emitted.add(new Emitted(number, -1, -1));
        }
        case 1 -> {
          if (seats[seat] != null) {
            replicator.emitTo(seat, 0, new int[] {number});
            emitted.add(new Emitted(number, -1, seat));
          }
        }
        default -> {
          int x = RandomWorld.MIN + random.nextInt(RandomWorld.MAX - RandomWorld.MIN);
          int y = RandomWorld.MIN + random.nextInt(RandomWorld.MAX - RandomWorld.MIN);
          replicator.emit(0, x, y, new int[] {number});
          emitted.add(new Emitted(number, cellAt(x, y), -1));
        }
      }
    }
  }

  private int cellAt(int x, int y) {
    if (interest.cellSize() == 0) {
      return 0;
    }
    int columns =
        (RandomWorld.MAX - RandomWorld.MIN + interest.cellSize() - 1) / interest.cellSize();
    int column = (x - RandomWorld.MIN) / interest.cellSize();
    int row = (y - RandomWorld.MIN) / interest.cellSize();
    return 1 + row * columns + column;
  }

  /** Keeps what is true now, and whom the events of this send are for. */
  private void record() {
    sends++;
    TickTruth truth = new TickTruth(randomWorld.world, SEATS);
    truth.viewPercent = percentFloor();
    truth.cellsFrom(replicator.history());
    for (int index = 0; index < SEATS; index++) {
      Seat seat = seats[index];
      if (seat == null || seat.client == null) {
        continue;
      }
      TickTruth.Body followed = truth.bodies.get(seat.follow);
      if (followed != null && followed.placed()) {
        seat.centreX = followed.x();
        seat.centreY = followed.y();
      }
      TreeSet<Integer> cells = new TreeSet<>();
      View view = replicator.view(index);
      for (int i = 0; i < view.cells().size(); i++) {
        assertTrue(cells.add(view.cells().get(i)), "a cell twice in a view");
      }
      Set<Integer> squares = new TreeSet<>();
      for (int i = 0; i < view.squares().size(); i++) {
        squares.add(view.squares().get(i));
      }
      seat.expected.send(truth, tick, span, view);
      truth.seats[index] =
          new TickTruth.SeatTruth(
              cells,
              seat.expected.copy(),
              seat.centreX,
              seat.centreY,
              seat.audience,
              seat.own,
              seat.inputTick,
              seat.privateValues.clone());
      for (Emitted e : emitted) {
        if (e.seat == index || e.seat < 0 && (e.cell < 0 || squares.contains(e.cell))) {
          seat.client.expectedEvents.add(e.number);
        }
      }
    }
    mostParts = Math.max(mostParts, replicator.partsInUse());
    emitted.clear();
    truths.put(tick, truth);
    if (!threaded) {
      truths.remove(tick - 400);
    }
  }

  /** Lets everybody catch up; then everybody must know everything. */
  private void settle() {
    calm = true;
    for (Seat seat : seats) {
      if (seat != null && seat.client != null) {
        seat.client.outlet.writable(true);
      }
    }
    for (int i = 0; i < 64; i++) {
      step();
    }
    for (int index = 0; index < SEATS; index++) {
      Seat seat = seats[index];
      if (seat != null && seat.client != null) {
        CheckedClient client = seat.client;
        client.checkDeferred();
        assertTrue(tick - client.tick() <= 4 * span + span, "seat " + index + " is not up to date");
        assertEquals(
            client.expectedEvents.size(),
            client.events().size() + client.eventsLost(),
            "every event is delivered once or counted as lost");
        retire(seat);
      }
    }
    for (CheckedClient client : retired) {
      client.checkDeferred();
      checkedFrames += client.frames();
      resets += client.resets();
      eventsLost += client.eventsLost();
    }
    assertTrue(replicator.pooledTicks() <= 2 * 4 + 1, "bounded");
  }
}
