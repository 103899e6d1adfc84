package dev.backbeat.server.tick;

/**
 * What one tick thread has done since it started; every number only grows.
 *
 * @param thread its name
 * @param ticks how many it has run
 * @param busyNs the time that they took
 * @param latePeriods the sum of how late they started, each in periods of its own rate
 */
public record TickLoad(String thread, long ticks, long busyNs, double latePeriods) {}
