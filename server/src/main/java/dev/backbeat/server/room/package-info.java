/**
 * A room: wires input, tick, world, game, replication and broadcast into one; and the directory of
 * all rooms, which finds seats ({@code Matchmaker}), makes rooms ({@code RoomMaker}) and tells
 * those that run ({@code RunningRooms}) of the server's end.
 *
 * <p>A room's inside is touched by its tick thread only; others reach it through {@link
 * dev.backbeat.server.room.Rooms} and {@link dev.backbeat.server.room.Seat}, which enqueue.
 */
package dev.backbeat.server.room;
