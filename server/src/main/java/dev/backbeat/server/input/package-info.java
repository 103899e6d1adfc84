/**
 * From received input to the one that a tick consumes: bounded queue, hold, press counters.
 *
 * <p>Step in the flow: filled by {@code gateway}, drained by the room's thread at the start of a
 * tick. Knows no Vert.x and no protobuf.
 */
package dev.backbeat.server.input;
