package dev.backbeat.client.bots;

import dev.backbeat.client.PlayerInput;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;

/**
 * Sends far more than the server allows: inputs by the dozen, chat in every tick, broken batches.
 */
final class Flood implements Behavior {
  private final int messagesPerTick;
  private final Wander wander = new Wander();

  Flood(int messagesPerTick) {
    this.messagesPerTick = messagesPerTick;
  }

  @Override
  public void onWelcome(BotContext bot) {
    wander.onWelcome(bot);
  }

  @Override
  public void act(BotContext bot, int tick, PlayerInput input) {
    wander.act(bot, tick, input);
    for (int i = 0; i < messagesPerTick; i++) {
      InputBatch.Builder batch = InputBatch.newBuilder().setFirstTick(tick);
      int columns = input.schema().axes().size() + bot.random().nextInt(2);
      for (int a = 0; a < columns; a++) {
        batch.addValues(bot.random().nextInt());
      }
      for (int p = 0; p < input.schema().actions().size(); p++) {
        batch.addPresses(bot.random().nextInt());
      }
      bot.client().send(ClientFrame.newBuilder().setInputs(batch).build());
    }
    bot.client().chat("flood " + tick);
  }
}
