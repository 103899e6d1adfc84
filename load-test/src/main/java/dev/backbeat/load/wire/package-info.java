/**
 * WebSocket connections with the least that a load generator needs: one thread per {@link
 * dev.backbeat.load.wire.IoLoop}, which owns a selector, two direct buffers and many {@link
 * dev.backbeat.load.wire.Connection}s; no object per message.
 *
 * <p>Below it there are the JDK's sockets and TLS engine; above it the protocols of the servers,
 * which read and write whole messages. Everything but {@link dev.backbeat.load.wire.IoLoop#execute}
 * happens on the loop's thread.
 */
package dev.backbeat.load.wire;
