package dev.backbeat.server.admission;

/**
 * When offenders are kept out, and for how long.
 *
 * @param enabled whether at all
 * @param offences within about a minute that lead to a penalty
 * @param firstSeconds length of the first one; each further one is twice as long
 * @param maxSeconds the longest
 */
public record PenaltySettings(boolean enabled, int offences, int firstSeconds, int maxSeconds) {}
