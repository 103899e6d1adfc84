package dev.backbeat.server.tick;

/**
 * Whether one tick thread does its work, as of one moment.
 *
 * @param thread its name
 * @param tasks how many rooms it runs
 * @param alive false = the thread was started and has ended though nobody stopped it
 * @param sinceTurnNs since its loop last came round; it does at least once per second
 * @param overdueNs for how long the tick that is due next, or that is running now, has been due; 0
 *     = it is not due yet. A thread without rooms is due to turn once per second
 * @param failures errors that its loop survived, beside those of games
 */
public record TickHealth(
    String thread, int tasks, boolean alive, long sinceTurnNs, long overdueNs, long failures) {}
