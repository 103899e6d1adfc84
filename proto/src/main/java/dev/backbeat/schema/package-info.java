/**
 * What a game's state and inputs look like, as plain records.
 *
 * <p>Shared by the server (which simulates and encodes by it) and clients (which decode by it).
 * Imports the JDK alone; {@code dev.backbeat.codec} turns these records into protobuf messages and
 * back.
 */
package dev.backbeat.schema;
