package dev.backbeat.client.bots;

import dev.backbeat.client.ClientOptions;

/**
 * A run of bots.
 *
 * @param bots how many
 * @param mix who behaves how
 * @param seconds length of the run, the start of the bots included; 0 = until stopped
 * @param rampPerSecond how many bots are started per second
 * @param namePrefix bot i is called by this and i
 * @param client what the bots have in common; bot i's seed is the seed in here + i
 */
record SwarmOptions(
    int bots,
    BehaviorMix mix,
    int seconds,
    int rampPerSecond,
    String namePrefix,
    ClientOptions client) {}
