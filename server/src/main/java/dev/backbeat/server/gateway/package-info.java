/**
 * Sockets: HTTP, upgrade, authentication, decoding, writing, closing.
 *
 * <p>First and last step of the flow. One verticle per event loop; a connection belongs to one loop
 * for its life.
 */
package dev.backbeat.server.gateway;
