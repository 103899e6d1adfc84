package dev.backbeat.client.bots;

import dev.backbeat.client.ClientOptions;
import dev.backbeat.client.TicketsClient;

/**
 * A run of bots.
 *
 * @param bots how many
 * @param mix who behaves how
 * @param seconds length of the run, the start of the bots included; 0 = until stopped
 * @param rampPerSecond how many bots are started per second
 * @param namePrefix bot i is called by this and i
 * @param tickets who gives each bot its own tickets, or null: they use the client's
 * @param client what the bots have in common; bot i's seed is the seed in here + i
 */
record SwarmOptions(
    int bots,
    BehaviorMix mix,
    int seconds,
    int rampPerSecond,
    String namePrefix,
    TicketsClient tickets,
    ClientOptions client) {}
