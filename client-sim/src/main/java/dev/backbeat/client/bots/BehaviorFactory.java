package dev.backbeat.client.bots;

/**
 * Names a behaviour and makes one for each bot. Found through {@link java.util.ServiceLoader}: a
 * jar on the class path whose {@code META-INF/services/dev.backbeat.client.bots.BehaviorFactory}
 * names one adds a behaviour. Any thread.
 */
public interface BehaviorFactory {
  /** The name on the command line: {@code [a-z0-9-]+}. */
  String name();

  /** One line for {@code --help}. */
  String description();

  /**
   * A behaviour for one bot.
   *
   * @param argument what stands after the colon ("20" of {@code turn:20}), or empty
   * @throws IllegalArgumentException with a sentence for people, if the argument makes no sense
   */
  Behavior create(String argument);

  /**
   * Whether the behaviour breaks the server's rules on purpose: then refusals are no failure, and a
   * bot that was thrown out comes again.
   */
  default boolean provokes() {
    return false;
  }
}
