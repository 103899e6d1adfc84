package dev.backbeat.server.game;

/** The inputs of one tick, one per player. Used inside {@link Game#onTick} only. */
public interface Inputs {
  /** The value of an axis ({@code InputSchema.axes} index), within its bounds. */
  int axis(Player player, int axis);

  /** How often an action was pressed since the last tick: 0 or more, bounded. */
  int presses(Player player, int action);

  /**
   * Whether nothing came for this tick and an earlier input stands for it (axes hold, presses don't
   * repeat).
   */
  boolean held(Player player);

  /**
   * The tick of the world at which the player looked when he pressed what he presses in this tick,
   * in 1/256 tick: what his client states, within what its round trip explains and the server's cap
   * ({@code --rewind-cap-ms}). Only in a tick in which an action is pressed does it say anything;
   * in others, and for clients that state nothing, it is {@code 256 * tick}, the world as it
   * stands.
   */
  long viewTickQ8(Player player);

  /** Copies axes, then presses, into {@code into} (length axes + actions): a rule's input. */
  void read(Player player, int[] into);
}
