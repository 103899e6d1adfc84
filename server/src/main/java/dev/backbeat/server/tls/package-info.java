/**
 * The server's certificate: read, checked, watched and replaced while connections live on. Whoever
 * listens (the gateway, the admin API) asks {@link dev.backbeat.server.tls.Certificates} for it.
 * Blocking work happens on the starting and the configuration thread, never on a loop.
 */
package dev.backbeat.server.tls;
