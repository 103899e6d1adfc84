/**
 * What is bounded, by name: every part of the server says here that a bound was met; and what is
 * counted in several parts. Knows no other package; any thread.
 */
package dev.backbeat.server.limit;
