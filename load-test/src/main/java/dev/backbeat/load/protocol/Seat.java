package dev.backbeat.load.protocol;

/**
 * One client's part in a run.
 *
 * @param index of the client, from 0
 * @param room id of its room
 * @param decodes whether it decodes everything that it receives
 */
public record Seat(int index, String room, boolean decodes) {}
