package dev.backbeat.server.game;

import java.util.List;

/** A player in a room, as the game sees him. Used on the room's thread only. */
public interface Player {
  /** His number: 1 or more, never used again in this room. */
  int number();

  /** The name that others see. */
  String name();

  /**
   * Who he is to the studio, as his ticket says; empty = he showed none. The same in every room and
   * on every day, unlike the number.
   */
  String id();

  /** What his ticket says that he may do, in its order; empty = nothing more than others. */
  List<String> roles();

  /** Whether his connection is lost and his seat kept for him. */
  boolean away();

  /** The id of the entity that he controls and that his view follows, or -1. */
  int entity();

  /** Makes him control an entity ({@code id}) and his view follow it, or nothing (-1). */
  void control(int entityId);

  /** Makes his view follow another entity, without control of it. */
  void viewEntity(int entityId);

  /** Makes his view look at a point, in position quanta. */
  void viewPoint(int x, int y);

  /** Makes him see what this audience sees, beside what everybody sees; 0 = nothing more. */
  void audience(int audience);

  /** What stands on the scoreboard; 0 at first. */
  int score();

  /** Sets what stands on the scoreboard. */
  void score(int score);

  /** A private field ({@code Schema.privateFields} index) as it stands. */
  int getPrivate(int field);

  /** Sets a private field; only this player receives it. */
  void setPrivate(int field, int value);

  /** Removes him from the room at the end of this tick, with a sentence for him to read. */
  void kick(String reason);
}
