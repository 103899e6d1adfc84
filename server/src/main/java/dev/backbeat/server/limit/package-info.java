/**
 * What is bounded, by name: every part of the server says here that a bound was met; and what
 * several parts count with. Knows no other package; any thread, but where a class says otherwise.
 */
package dev.backbeat.server.limit;
