/**
 * Traces of what is done now and then: joins, rooms made and closed, drains, operators' acts.
 * Nothing of the tick path or the frame path is traced. Any thread. Without an OpenTelemetry SDK or
 * agent on the class path every call here comes to nothing.
 */
package dev.backbeat.server.trace;
