/**
 * The arena on Netty alone: what the JVM and the kernel allow to code that does nothing else. Each
 * room belongs to one event loop, with all its connections.
 */
package dev.backbeat.peers;
