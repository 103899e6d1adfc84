package dev.backbeat.client.bots;

import dev.backbeat.client.GameClient;
import dev.backbeat.client.SessionInfo;
import dev.backbeat.codec.ClientWorld;
import java.util.SplittableRandom;

/**
 * What a behaviour may use.
 *
 * @param index of the bot in its swarm, from 0
 * @param client the bot's client
 * @param random the bot's own randomness: seeded with the swarm's seed + index
 */
public record BotContext(int index, GameClient client, SplittableRandom random) {
  /** What the bot sees. */
  public ClientWorld world() {
    return client.world();
  }

  /** The bot's session. */
  public SessionInfo session() {
    return client.session();
  }
}
