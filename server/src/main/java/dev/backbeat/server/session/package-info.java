/**
 * Who is connected: sessions, resume tokens, bans and mutes, measured latency.
 *
 * <p>Between {@code gateway} (a socket) and {@code room} (a seat): a session outlives sockets.
 */
package dev.backbeat.server.session;
