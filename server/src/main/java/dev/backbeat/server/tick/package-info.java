/**
 * The tick loop: fixed rates with exact deadlines, bounded catch-up, many rooms per thread with
 * their phases spread.
 *
 * <p>Time is an argument here; only the thread that runs the loop reads a clock. Knows no Vert.x
 * and no protobuf.
 */
package dev.backbeat.server.tick;
