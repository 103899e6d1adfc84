/**
 * What the load test can talk to: Backbeat, and the servers that it is compared with.
 *
 * <p>A {@link dev.backbeat.load.protocol.LoadProtocol} makes one {@link
 * dev.backbeat.load.protocol.Conversation} per client, which knows how that kind of server is
 * joined, how an input is encoded for it, and how to find in what comes back the three things that
 * are measured alike for all: a tick's state came, an input was acknowledged, so many players are
 * in view. It tells them to its {@link dev.backbeat.load.protocol.ClientEvents}. To add a server,
 * write these two and name it in {@link dev.backbeat.load.protocol.LoadProtocol#named}.
 */
package dev.backbeat.load.protocol;
