/**
 * Who may come in: tickets and the keys that sign them, secrets that are none, limits of addresses
 * and players, penalties.
 *
 * <p>Beside the flow: asked by {@code gateway} before an upgrade. Any thread; knows no socket.
 */
package dev.backbeat.server.admission;
