package dev.backbeat.client.bots;

import dev.backbeat.client.GameClient;
import dev.backbeat.client.SessionInfo;
import dev.backbeat.codec.ClientWorld;
import java.util.SplittableRandom;

/** What a behaviour may use, on the bot's event loop. */
public interface BotContext {
  /** The bot's place in its swarm, from 0. */
  int index();

  /** The bot's own randomness: seeded with the swarm's seed + index. */
  SplittableRandom random();

  /** What the bot sees. */
  ClientWorld world();

  /** The bot's session. */
  SessionInfo session();

  /** The bot's client, for behaviours that do more than play. */
  GameClient client();
}
