package dev.backbeat.server.gateway;

import dev.backbeat.server.room.Seat;
import dev.backbeat.server.session.RttEstimator;
import dev.backbeat.server.session.Session;
import java.net.InetAddress;

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
    boolean slow) {
  static ClientFigures of(
      Session session, InetAddress address, Liveness liveness, OutMeter out, long nowNs) {
    Seat seat = session.seat();
    RttEstimator rtt = liveness.rtt();
    return new ClientFigures(
        session.id(),
        session.playerId(),
        seat.name(),
        seat.watcher(),
        seat.room().id(),
        address == null ? "" : address.getHostAddress(),
        liveness.ageNs(nowNs),
        rtt.known() ? rtt.smoothedNs() / 1e6 : -1,
        rtt.jitterNs() / 1e6,
        seat.inputLeadQ8() / 256.0,
        seat.lateInputs(),
        out.bytesPerSecond(),
        out.skippedFrames(),
        out.slow(nowNs));
  }
}
