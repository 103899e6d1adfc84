/**
 * Takes a committed tick to the sockets: one task per (room, loop), a frame composed per client by
 * copying slices that were encoded once.
 *
 * <p>Step in the flow: after {@code replication}, before {@code gateway}. Runs on the gateway
 * loops; knows which tick each client holds.
 */
package dev.backbeat.server.broadcast;
