/**
 * The world: entities of declared kinds in integer columns, exactly as clients will see them.
 *
 * <p>Of kinds for which a game asks, a history of the newest sends is kept: what clients drew.
 *
 * <p>Step in the flow: written by the game during a tick, read by {@code replication} at commit.
 * Owned by the room's tick thread. Knows no Vert.x and no protobuf.
 */
package dev.backbeat.server.world;
