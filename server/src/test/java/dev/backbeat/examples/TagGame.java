package dev.backbeat.examples;

import dev.backbeat.server.game.Game;
import dev.backbeat.server.game.GameContext;
import dev.backbeat.server.game.Inputs;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.world.EntityTable;
import dev.backbeat.server.world.History;
import dev.backbeat.server.world.Past;
import java.util.List;

/** Click on a runner to tag him: a point for whoever saw him where he clicked. */
public final class TagGame implements Game {
  static final int SIZE = 8_000;
  static final int REACH = 160;

  // Fields of a runner, by index.
  static final int X = 0;
  static final int VX = 1;
  static final int Y = 2;
  static final int OWNER = 3;

  // Axes and the action of an input.
  static final int MOVE = 0;
  static final int CLICK_X = 1;
  static final int CLICK_Y = 2;
  static final int TAG = 0;

  private GameContext ctx;
  private EntityTable runners;
  private History history;

  @Override
  public void onStart(GameContext context) {
    ctx = context;
    runners = ctx.world().table("runner");
    history = ctx.history("runner"); // Kept from now on: what players see of the runners.
  }

  @Override
  public void onJoin(Player player) {
    int row = runners.spawn();
    runners.set(row, X, SIZE / 2);
    runners.set(row, Y, 1_000 * player.number() % SIZE);
    runners.set(row, OWNER, player.number());
    player.control(runners.id(row));
  }

  @Override
  public void onLeave(Player player) {
    runners.despawn(runners.rowOf(player.entity()));
  }

  @Override
  public void onTick(int tick, Inputs inputs) {
    List<Player> players = ctx.players();
    for (int i = 0; i < players.size(); i++) { // First all move, then all click.
      int row = runners.rowOf(players.get(i).entity());
      int from = runners.get(row, X);
      int to = Math.max(0, Math.min(SIZE - 1, from + inputs.axis(players.get(i), MOVE)));
      runners.set(row, X, to);
      runners.set(row, VX, to - from);
    }
    for (int i = 0; i < players.size(); i++) {
      if (inputs.presses(players.get(i), TAG) > 0) {
        tag(players.get(i), inputs);
      }
    }
  }

  private void tag(Player player, Inputs inputs) {
    int x = inputs.axis(player, CLICK_X);
    int y = inputs.axis(player, CLICK_Y);
    Past past = history.at(inputs.viewTickQ8(player)); // The world that he clicked at.
    List<Player> players = ctx.players();
    for (int i = 0; i < players.size(); i++) {
      Player other = players.get(i);
      // Whoever joined since was not there to be seen: find says so.
      if (other != player && past.find(other.entity())) {
        int dx = past.value(X) - x;
        int dy = past.value(Y) - y;
        if (dx * dx + dy * dy <= REACH * REACH) {
          player.score(player.score() + 1);
          ctx.emitToAll(0, new int[] {player.number(), other.number()});
        }
      }
    }
  }
}
