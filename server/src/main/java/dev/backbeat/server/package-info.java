/**
 * The server put together: {@code Main} with its command line, and {@code BackbeatServer} for
 * programs and tests that embed it. {@code ServerAssembly} says what it is made of, {@code
 * ServerStart} in which order that starts (and {@code Rehearsal} how far that goes without a
 * socket), {@code ServerDrain} how it comes to its end.
 *
 * <p>Beside the flow: starts and stops what the packages below do, from {@code gateway} to {@code
 * room}. Any thread.
 */
package dev.backbeat.server;
