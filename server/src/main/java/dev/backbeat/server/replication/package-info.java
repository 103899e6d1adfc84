/**
 * Turns a committed world into bytes: cells with hysteresis, residuals against the base, keyframes,
 * events, views; each cell encoded once.
 *
 * <p>Step in the flow: after the game's tick ({@code world}), before {@code broadcast}. Runs on the
 * room's thread.
 */
package dev.backbeat.server.replication;
