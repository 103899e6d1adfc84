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

  /** Copies axes, then presses, into {@code into} (length axes + actions): a rule's input. */
  void read(Player player, int[] into);
}
