package dev.backbeat.load.netcode;

import dev.backbeat.client.lab.LabProfile;
import dev.backbeat.client.lab.NetworkSettings;
import java.util.List;

/**
 * One line of the table: a network, and what is to be seen on it.
 *
 * @param name as the table has it
 * @param network between players and server
 * @param rewindCapMs of the server
 * @param goal what is asked for
 */
record NetcodeRow(String name, NetworkSettings network, int rewindCapMs, Goal goal) {

  /** Nothing is asked for. */
  static final double NONE = Double.NaN;

  /**
   * What is to be seen.
   *
   * @param corrections whether there must be none of an undisturbed player
   * @param extrapolated share of others' samples at most
   * @param frozen whether freezing is allowed
   * @param railHits share at least
   * @param starved share of inputs that may come late, at most
   * @param recoverySeconds after a stall, at most
   */
  record Goal(
      boolean corrections,
      double extrapolated,
      boolean frozen,
      double railHits,
      double starved,
      double recoverySeconds) {}

  private static final NetworkSettings FAR = NetworkSettings.ofRoundTrip(200_000_000L, 50_000_000L);

  /** The table. */
  static final List<NetcodeRow> ALL =
      List.of(
          new NetcodeRow(
              "lan: 1 ms ± 0.2",
              LabProfile.LAN.network(),
              250,
              new Goal(true, NONE, false, 0.999, NONE, NONE)),
          new NetcodeRow(
              "4g: 100 ms ± 20",
              LabProfile.MOBILE_4G.network(),
              250,
              new Goal(true, 0.01, true, 0.99, 0.005, NONE)),
          new NetcodeRow(
              "200 ms ± 50, cap 400 ms", FAR, 400, new Goal(true, 0.03, true, 0.97, NONE, NONE)),
          new NetcodeRow(
              "200 ms ± 50, cap 250 ms", FAR, 250, new Goal(true, 0.03, true, NONE, NONE, NONE)),
          new NetcodeRow(
              "bad-wifi: 60 ms ± 20, 2 s stalls every 20 s",
              LabProfile.BAD_WIFI.network(),
              250,
              new Goal(true, NONE, true, NONE, NONE, 1)));
}
