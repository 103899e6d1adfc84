package dev.backbeat.examples;

import dev.backbeat.server.game.Game;
import dev.backbeat.server.game.GameContext;
import dev.backbeat.server.game.Inputs;
import dev.backbeat.server.game.MatchResult;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.world.EntityTable;
import java.util.List;

/** Run over coins; who has {@link #GOAL} of them first wins. */
public final class CoinGame implements Game {
  static final int GOAL = 5;
  static final int SIZE = 8_000; // Edge of the field: 1,000 px in steps of 1/8 px.
  static final int REACH = 160;

  // Fields of a runner, by index; a coin has the first two.
  static final int X = 0;
  static final int Y = 1;
  static final int VX = 2;
  static final int VY = 3;
  static final int OWNER = 4;

  private final int[] body = new int[CoinRule.STATE_LENGTH];
  private final int[] input = new int[2];
  private GameContext ctx;
  private int speed;
  private EntityTable runners;
  private EntityTable coins;

  @Override
  public void onStart(GameContext context) {
    ctx = context;
    speed = ctx.spec().constants().get("speed");
    runners = ctx.world().table("runner");
    coins = ctx.world().table("coin");
    for (int i = 0; i < 3; i++) {
      spawnCoin();
    }
  }

  @Override
  public void onJoin(Player player) {
    int row = runners.spawn();
    runners.set(row, X, SIZE / 2);
    runners.set(row, Y, SIZE / 2);
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
    for (int i = 0; i < players.size(); i++) {
      Player player = players.get(i);
      int row = runners.rowOf(player.entity());
      inputs.read(player, input);
      move(row);
      collect(player, row);
    }
  }

  private void move(int row) {
    for (int field = X; field <= VY; field++) { // A runner's fields stand as in CoinRule's state.
      body[field] = runners.get(row, field);
    }
    body[CoinRule.SPEED] = speed;
    CoinRule.RULE.step(body, input, ctx.spec().map());
    for (int field = X; field <= VY; field++) {
      runners.set(row, field, body[field]);
    }
  }

  private void collect(Player player, int row) {
    for (int c = 0; c < coins.rows(); c++) {
      int dx = coins.get(c, X) - runners.get(row, X);
      int dy = coins.get(c, Y) - runners.get(row, Y);
      if (coins.alive(c) && dx * dx + dy * dy <= REACH * REACH) {
        coins.despawn(c);
        player.score(player.score() + 1);
        ctx.emitToAll(0, new int[] {player.number(), player.score()}, player.name());
        ctx.schedule(ctx.options().tickHz(), this::spawnCoin); // Another one, a second later.
        if (player.score() == GOAL) {
          win(player);
        }
      }
    }
  }

  private void win(Player winner) {
    var first = new MatchResult.Standing(winner.number(), winner.name(), winner.score());
    ctx.endMatch(new MatchResult(winner.name() + " wins", List.of(first)));
    ctx.players().forEach(p -> p.score(0));
  }

  private void spawnCoin() {
    int row = coins.spawn();
    coins.set(row, X, ctx.random().nextInt(SIZE));
    coins.set(row, Y, ctx.random().nextInt(SIZE));
  }
}
