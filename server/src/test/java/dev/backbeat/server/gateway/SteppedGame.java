package dev.backbeat.server.gateway;

import dev.backbeat.rule.StaticMap;
import dev.backbeat.server.fuzz.FuzzSchemas;
import dev.backbeat.server.game.Game;
import dev.backbeat.server.game.GameContext;
import dev.backbeat.server.game.GameFactory;
import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.Inputs;
import dev.backbeat.server.game.Interest;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.game.RoomDefaults;
import dev.backbeat.server.game.RoomOptions;
import dev.backbeat.server.input.InputBuffer;
import dev.backbeat.server.world.EntityTable;
import java.util.List;
import java.util.Map;

/**
 * A game that believes nothing: every tick it checks that each player has one input within its
 * bounds, that he looked at no tick that has not been, and that he moved no farther than one input
 * moves. What it throws ends the room, which the fuzzer notices.
 */
final class SteppedGame implements Game {
  private static final int MAX_MOVE = 127;
  private GameContext ctx;
  private EntityTable bodies;

  /** Makes such rooms. */
  static final class Factory implements GameFactory {
    @Override
    public String name() {
      return "stepped";
    }

    @Override
    public RoomDefaults defaults() {
      return new RoomDefaults(20, 4, 2, 60);
    }

    @Override
    public GameSpec spec(RoomOptions options) {
      return new GameSpec(
          FuzzSchemas.WORLD,
          new StaticMap(-1_000_000, -1_000_000, 1_000_000, 1_000_000, new int[0]),
          Map.of(),
          Interest.WHOLE_ROOM,
          100);
    }

    @Override
    public Game create(GameSpec spec, RoomOptions options) {
      return new SteppedGame();
    }
  }

  @Override
  public void onStart(GameContext context) {
    ctx = context;
    bodies = ctx.world().table("body");
  }

  @Override
  public void onJoin(Player player) {
    player.control(bodies.id(bodies.spawn()));
  }

  @Override
  public void onTick(int tick, Inputs inputs) {
    List<? extends Player> players = ctx.players();
    for (Player player : players) {
      int move = inputs.axis(player, 0);
      int fired = inputs.presses(player, 0);
      long lookedAtQ8 = inputs.viewTickQ8(player);
      require(move >= -MAX_MOVE && move <= MAX_MOVE, player, "moves by " + move);
      require(fired >= 0 && fired <= InputBuffer.MAX_PRESSES_PER_TICK, player, "fires " + fired);
      require(lookedAtQ8 >= 0 && lookedAtQ8 <= 256L * tick, player, "looked at " + lookedAtQ8);
      int row = bodies.rowOf(player.entity());
      int x = bodies.get(row, 0) + move;
      bodies.set(row, 0, x);
      bodies.set(row, 2, fired);
      // Entities move by one input per tick at most, whatever was sent: x adds up.
      require(Math.abs((long) x) <= (long) MAX_MOVE * tick, player, "is at " + x);
      player.setPrivate(0, fired);
      if (fired > 0) {
        ctx.emit(0, x, 0, new int[] {player.number(), fired});
      }
    }
  }

  private static void require(boolean holds, Player player, String what) {
    if (!holds) {
      throw new AssertionError("player " + player.number() + " " + what);
    }
  }

  @Override
  public void onLeave(Player player) {
    bodies.despawn(bodies.rowOf(player.entity()));
  }
}
