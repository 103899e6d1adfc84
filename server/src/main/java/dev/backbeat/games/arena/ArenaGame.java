package dev.backbeat.games.arena;

import dev.backbeat.rule.arena.ArenaRule;
import dev.backbeat.server.game.Game;
import dev.backbeat.server.game.GameContext;
import dev.backbeat.server.game.Inputs;
import dev.backbeat.server.game.Player;
import dev.backbeat.server.world.EntityTable;

/** One room's arena: wires the parts and runs them in a fixed order. */
final class ArenaGame implements Game {
  private final ArenaMap map;
  private final ArenaTuning tuning;
  private final ArenaOptions options;
  private final int maxBolts;
  private final int[] body = new int[ArenaRule.STATE_LENGTH];

  private ArenaState state;
  private Match match;
  private Bolts bolts;
  private RailGun railGun;
  private Pickups pickups;
  private Spawns spawns;

  ArenaGame(ArenaMap map, ArenaTuning tuning, ArenaOptions options, int maxBolts) {
    this.map = map;
    this.tuning = tuning;
    this.options = options;
    this.maxBolts = maxBolts;
    body[ArenaRule.MAX_SPEED] = tuning.maxSpeed();
    body[ArenaRule.ACCEL_STEP] = tuning.accelStep();
    body[ArenaRule.RADIUS] = ArenaTuning.PLAYER_RADIUS;
  }

  @Override
  public void onStart(GameContext ctx) {
    state = new ArenaState(ctx, map, tuning);
    match =
        new Match(
            state,
            options.scoreLimit(),
            options.timeLimitSeconds() * ctx.options().tickHz(),
            options.practice());
    Targeting targeting = new Targeting(state);
    Combat combat = new Combat(state, match, options.practice());
    bolts = new Bolts(state, combat, targeting, maxBolts);
    railGun = new RailGun(state, combat, !options.practice());
    pickups = new Pickups(state);
    spawns = new Spawns(state);
    pickups.restock();
  }

  @Override
  public void onJoin(Player player) {
    findRows();
    state.add(spawns.join(player));
  }

  @Override
  public void onLeave(Player player) {
    Combatant c = state.remove(player);
    int row = c == null ? -1 : state.players.rowOf(c.entity);
    if (row >= 0) {
      state.players.despawn(row);
      bolts.clear(c.number);
    }
  }

  @Override
  public void onDrain(int ticksLeft) {
    match.drain(ticksLeft);
  }

  @Override
  public void onTick(int tick, Inputs inputs) {
    findRows();
    readInputs(inputs);
    respawn();
    move();
    locate();
    bolts.fly(tick);
    shoot(tick);
    pickups.tick(tick);
    if (match.tick()) {
      startAnew();
    }
  }

  private void findRows() {
    for (int i = 0; i < state.count(); i++) {
      Combatant c = state.combatant(i);
      c.row = state.players.rowOf(c.entity);
    }
  }

  private void readInputs(Inputs inputs) {
    for (int i = 0; i < state.count(); i++) {
      Combatant c = state.combatant(i);
      c.countDown();
      inputs.read(c.player, c.input);
      c.viewTickQ8 = inputs.viewTickQ8(c.player);
    }
  }

  /** The dead come back, those who are away only once they are here again. */
  private void respawn() {
    for (int i = 0; i < state.count(); i++) {
      Combatant c = state.combatant(i);
      if (c.respawnTicks() == 0 && !c.player.away() && !state.alive(c)) {
        spawns.respawn(c);
      }
    }
  }

  private void move() {
    EntityTable players = state.players;
    int[] xs = players.column(ArenaSchema.X);
    int[] ys = players.column(ArenaSchema.Y);
    int[] vxs = players.column(ArenaSchema.VX);
    int[] vys = players.column(ArenaSchema.VY);
    int[] aims = players.column(ArenaSchema.PLAYER_AIM);
    int[] hps = players.column(ArenaSchema.PLAYER_HP);
    for (int i = 0; i < state.count(); i++) {
      Combatant c = state.combatant(i);
      int row = c.row;
      body[ArenaRule.X] = xs[row];
      body[ArenaRule.Y] = ys[row];
      body[ArenaRule.VX] = vxs[row];
      body[ArenaRule.VY] = vys[row];
      body[ArenaRule.HP] = hps[row];
      ArenaRule.RULE.step(body, c.input, map.walls());
      xs[row] = body[ArenaRule.X];
      ys[row] = body[ArenaRule.Y];
      vxs[row] = body[ArenaRule.VX];
      vys[row] = body[ArenaRule.VY];
      aims[row] = body[ArenaRule.AIM];
    }
  }

  private void locate() {
    BodyGrid bodies = state.bodies;
    bodies.clear(state.count());
    for (int i = 0; i < state.count(); i++) {
      Combatant c = state.combatant(i);
      if (state.alive(c)) {
        bodies.add(i, state.x(c), state.y(c));
      }
    }
  }

  private void shoot(int tick) {
    if (!match.running()) {
      return;
    }
    for (int i = 0; i < state.count(); i++) {
      Combatant c = state.combatant(i);
      if (c.pressed(ArenaSchema.ACTION_FIRE) && state.alive(c)) {
        bolts.fire(c, tick);
      }
      if (c.pressed(ArenaSchema.ACTION_RAIL) && state.alive(c)) {
        railGun.fire(c, tick);
      }
    }
  }

  private void startAnew() {
    bolts.clear(0);
    pickups.restock();
    for (int i = 0; i < state.count(); i++) {
      Combatant c = state.combatant(i);
      c.player.score(0);
      spawns.respawn(c);
    }
    state.ctx.announce("A new match begins.");
  }
}
