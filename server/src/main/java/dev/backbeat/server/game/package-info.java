/**
 * What a game author implements and may call. No thread, no socket, no clock.
 *
 * <p>Everything in here happens on the room's thread, inside a tick, and must be deterministic: the
 * same seed and the same log of inputs and lifecycle commands give the same world, tick by tick, on
 * any machine.
 */
package dev.backbeat.server.game;
