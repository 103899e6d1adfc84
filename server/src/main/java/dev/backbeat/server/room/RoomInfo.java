package dev.backbeat.server.room;

import dev.backbeat.server.game.GameSpec;
import dev.backbeat.server.game.RoomOptions;

/**
 * What the outside may know of a room: the fixed part, and a snapshot of the moving one.
 *
 * @param id the room's id
 * @param game the game's name
 * @param options what it is like
 * @param spec what it consists of
 * @param players seats taken by players, away ones included
 * @param watchers seats taken by watchers
 * @param tick the newest committed tick
 */
public record RoomInfo(
    String id,
    String game,
    RoomOptions options,
    GameSpec spec,
    int players,
    int watchers,
    int tick) {}
