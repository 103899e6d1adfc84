/**
 * Events for Java Flight Recorder: what an operator wants to see beside the JVM's own in a
 * recording. Any thread. Cheap where nothing records: no event class is loaded before a recording
 * was started, and nothing is allocated.
 */
package dev.backbeat.server.flight;
