package dev.backbeat.server.testgames;

import dev.backbeat.server.game.Game;
import dev.backbeat.server.game.GameContext;
import dev.backbeat.server.game.Inputs;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.world.EntityTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Bodies that move to and fro, and ticks that can be held up: see {@link StuckFactory}. */
final class StuckGame implements Game {
  static final int SIZE = 1_000;
  private static final int STALL = 0;
  private static final int FAIL = 1;
  private static final long LOOK_NS = 5_000_000;

  private final Path file;
  private final int stallMs;
  private final int stallAtTick;
  private GameContext ctx;
  private EntityTable bodies;

  StuckGame(Path file, int stallMs, int stallAtTick) {
    this.file = file;
    this.stallMs = stallMs;
    this.stallAtTick = stallAtTick;
  }

  @Override
  public void onStart(GameContext context) {
    ctx = context;
    bodies = ctx.world().table("body");
  }

  @Override
  public void onJoin(Player player) {
    int row = bodies.spawn();
    bodies.set(row, 0, SIZE / 2);
    bodies.set(row, 1, SIZE / 2);
    bodies.set(row, 2, player.number());
    player.control(bodies.id(row));
  }

  @Override
  public void onTick(int tick, Inputs inputs) {
    while (file != null && Files.exists(file)) {
      LockSupport.parkNanos(LOOK_NS);
    }
    if (tick == stallAtTick) {
      stall();
    }
    for (Player player : ctx.players()) {
      int row = bodies.rowOf(player.entity());
      bodies.set(row, 0, Math.floorMod(bodies.get(row, 0) + inputs.axis(player, 0), SIZE));
      if (inputs.presses(player, STALL) > 0) {
        stall();
      }
      if (inputs.presses(player, FAIL) > 0) {
        throw new IllegalStateException("asked to fail");
      }
    }
  }

  private void stall() {
    long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(stallMs);
    for (long leftNs = 1; leftNs > 0; leftNs = untilNs - System.nanoTime()) {
      LockSupport.parkNanos(leftNs);
    }
    ctx.emitToAll(0, new int[] {stallMs});
  }

  @Override
  public void onLeave(Player player) {
    bodies.despawn(bodies.rowOf(player.entity()));
  }

  @Override
  public void onStop() {}
}
