package dev.backbeat.load.netcode;

import java.util.List;

/**
 * One line of the table: a network, and what is to be seen on it.
 *
 * @param name as the table has it
 * @param rttMs round trip
 * @param jitterMs of the round trip, to either side
 * @param stallMs length of a stall; 0 = none
 * @param stallEveryMs from one stall to the next
 * @param rewindCapMs of the server
 * @param goal what is asked for
 */
record NetcodeRow(
    String name,
    int rttMs,
    int jitterMs,
    int stallMs,
    int stallEveryMs,
    int rewindCapMs,
    Goal goal) {

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

  /** The table. */
  static final List<NetcodeRow> ALL =
      List.of(
          new NetcodeRow("lan", 1, 0, 0, 0, 250, new Goal(true, NONE, false, 0.999, NONE, NONE)),
          new NetcodeRow(
              "100 ms ± 20", 100, 20, 0, 0, 250, new Goal(true, 0.01, true, 0.99, 0.005, NONE)),
          new NetcodeRow(
              "200 ms ± 50, cap 400 ms",
              200,
              50,
              0,
              0,
              400,
              new Goal(true, 0.03, true, 0.97, NONE, NONE)),
          new NetcodeRow(
              "200 ms ± 50, cap 250 ms",
              200,
              50,
              0,
              0,
              250,
              new Goal(true, 0.03, true, NONE, NONE, NONE)),
          new NetcodeRow(
              "bad-wifi (60 ms, 2 s stalls)",
              60,
              10,
              2_000,
              20_000,
              250,
              new Goal(true, NONE, true, NONE, NONE, 1)));
}
