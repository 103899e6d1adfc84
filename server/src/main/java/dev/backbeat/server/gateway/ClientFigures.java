package dev.backbeat.server.gateway;

/**
 * How one player's or watcher's connection does, as of now.
 *
 * @param session id of the session
 * @param player id, as in the ticket; empty = a guest
 * @param room id
 * @param address the client's, as limits and bans see it
 * @param ageNs since the connection was opened
 * @param rttMs smoothed round trip; -1 = not known yet
 * @param inputLeadTicks how early inputs come
 * @param lateInputs inputs that came too late
 * @param bytesPerSecond payload written within the last whole second
 * @param skippedFrames that it did not get because it took nothing
 * @param slow whether it missed one within the last seconds
 */
public record ClientFigures(
    String session,
    String player,
    String name,
    boolean watcher,
    String room,
    String address,
    long ageNs,
    double rttMs,
    double jitterMs,
    double inputLeadTicks,
    int lateInputs,
    long bytesPerSecond,
    int skippedFrames,
    boolean slow) {}
