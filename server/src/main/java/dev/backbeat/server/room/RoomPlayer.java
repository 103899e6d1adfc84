package dev.backbeat.server.room;

import dev.backbeat.server.game.Player;
import dev.backbeat.server.input.ConsumedInput;
import dev.backbeat.server.replication.Replicator;
import java.util.List;

/** A player as his game sees him. Room's thread. */
final class RoomPlayer implements Player {
  final int seat;
  final ConsumedInput input;

  private final Simulation simulation;
  private final Replicator out;
  private final int number;
  private final String name;
  private final String id;
  private final List<String> roles;
  private final int[] privateFields;
  private boolean away;
  private boolean gone;
  private int entity = -1;
  private int audience;
  private int score;
  private String kickReason;

  RoomPlayer(
      Simulation simulation,
      Replicator out,
      int seat,
      int number,
      String name,
      String id,
      List<String> roles,
      int privateFields,
      ConsumedInput input) {
    this.simulation = simulation;
    this.out = out;
    this.seat = seat;
    this.number = number;
    this.name = name;
    this.id = id;
    this.roles = roles;
    this.privateFields = new int[privateFields];
    this.input = input;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<String> roles() {
    return roles;
  }

  @Override
  public boolean away() {
    return away;
  }

  @Override
  public int entity() {
    return entity;
  }

  @Override
  public void control(int entityId) {
    assertThere();
    entity = Math.max(-1, entityId);
    out.ownEntity(seat, entity);
    if (entity >= 0) {
      out.viewEntity(seat, entity);
    }
  }

  @Override
  public void viewEntity(int entityId) {
    assertThere();
    out.viewEntity(seat, entityId);
  }

  @Override
  public void viewPoint(int x, int y) {
    assertThere();
    out.viewPoint(seat, x, y);
  }

  @Override
  public void audience(int newAudience) {
    assertThere();
    if (newAudience < 0 || newAudience >= simulation.world().audiences()) {
      throw new IllegalArgumentException(
          "audience 0.." + (simulation.world().audiences() - 1) + ", is " + newAudience);
    }
    if (audience != newAudience) {
      audience = newAudience;
      out.audience(seat, newAudience);
    }
  }

  @Override
  public int score() {
    return score;
  }

  @Override
  public void score(int newScore) {
    score = newScore;
  }

  @Override
  public int getPrivate(int field) {
    return privateFields[field];
  }

  @Override
  public void setPrivate(int field, int value) {
    assertThere();
    int normal = simulation.spec().schema().privateFields().get(field).normalize(value);
    if (normal != value) {
      throw new IllegalArgumentException(
          simulation.spec().schema().privateFields().get(field).name()
              + " wraps; out of range: "
              + value);
    }
    if (privateFields[field] != value) {
      privateFields[field] = value;
      out.privateField(seat, field, value);
    }
  }

  @Override
  public void kick(String reason) {
    if (kickReason == null) {
      kickReason = reason;
      simulation.kickAfterTick(this);
    }
  }

  String kickReason() {
    return kickReason;
  }

  boolean gone() {
    return gone;
  }

  void setAway(boolean isAway) {
    away = isAway;
  }

  void setGone() {
    gone = true;
  }

  private void assertThere() {
    if (gone) {
      throw new IllegalStateException("player " + number + " has left the room");
    }
  }

  @Override
  public String toString() {
    return "player " + number + " (" + name + ")";
  }
}
