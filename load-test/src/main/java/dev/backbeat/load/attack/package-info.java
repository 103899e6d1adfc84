/**
 * {@code backbeat-load attack}: plays every hostile client and every fault that the catalogue knows
 * against a live server, while honest players play on it, and compares what the server answers with
 * what it should.
 *
 * <p>A row of the catalogue is an {@link dev.backbeat.load.attack.Attack}; it acts through blocking
 * sockets ({@link dev.backbeat.load.attack.Wire}, {@link dev.backbeat.load.attack.Peer}) on a
 * thread of its own and from loopback addresses of its own, so that limits per address are met by
 * who deserves it. {@link dev.backbeat.load.attack.AttackRun} conducts: quiet and hostile windows
 * in turn, the honest players' figures of each, then what is left behind in the server's process.
 * Everything is bounded in number and time, and nothing but loopback is ever attacked.
 */
package dev.backbeat.load.attack;
