package dev.backbeat.server.room;

import dev.backbeat.server.tick.TickPhases;

/**
 * How a room does, as of now.
 *
 * @param phases where the time of its newest ticks went; goes on changing
 * @param entities that live, as of about a second ago
 * @param frames written to its clients so far
 * @param bytes payload of them
 * @param skippedFrames that slow clients did not get
 */
public record RoomFigures(
    RoomInfo info, TickPhases phases, int entities, long frames, long bytes, long skippedFrames) {}
