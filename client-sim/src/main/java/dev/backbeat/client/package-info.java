/**
 * The Java client: connects, joins, keeps the server's clock, sends inputs, decodes frames, and
 * comes back after a lost connection.
 *
 * <p>A {@link dev.backbeat.client.ClientHub} holds the event loops; every {@link
 * dev.backbeat.client.GameClient} lives on one of them for its life, and all callbacks come on it.
 */
package dev.backbeat.client;
