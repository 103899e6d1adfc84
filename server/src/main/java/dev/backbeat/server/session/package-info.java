/**
 * Who is connected: sessions, resume tokens, rates, measured latency.
 *
 * <p>Between {@code gateway} (a socket) and {@code room} (a seat): a session outlives sockets.
 */
package dev.backbeat.server.session;
