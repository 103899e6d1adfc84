package dev.backbeat.server.world;

/**
 * A game wanted one entity more than its room may have: the smaller one of what it declared itself
 * and what the operator allows. The world is as before, so a game may catch it and do without; if
 * it does not, its room ends as with any other exception, and no other room notices.
 */
public final class TooManyEntitiesException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final int maxEntities;

  TooManyEntitiesException(int maxEntities) {
    super("the room's limit of " + maxEntities + " entities is reached");
    this.maxEntities = maxEntities;
  }

  /** How many there may be. */
  public int maxEntities() {
    return maxEntities;
  }
}
