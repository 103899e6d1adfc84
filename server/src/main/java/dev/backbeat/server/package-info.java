/**
 * The server put together: {@code Main} with its command line, and {@code BackbeatServer} for
 * programs and tests that embed it.
 *
 * <p>Beside the flow: starts and stops what the packages below do, from {@code gateway} to {@code
 * room}. Any thread.
 */
package dev.backbeat.server;
