/**
 * The column codec: what both ends need in order to turn worlds into {@code ServerFrame} bytes and
 * back.
 *
 * <p>Step in the flow: on the server after {@code world} and before {@code broadcast} ({@link
 * dev.backbeat.codec.SliceWriter}, {@link dev.backbeat.codec.EventWriter}); on a client between the
 * socket and whatever reads the world ({@link dev.backbeat.codec.ClientWorld}). No class here is
 * thread-safe; each belongs to the room or connection that uses it. Uses the JDK, protobuf, {@code
 * schema} and {@code rule} alone. The format is described in {@code docs/protocol.md}.
 */
package dev.backbeat.codec;
