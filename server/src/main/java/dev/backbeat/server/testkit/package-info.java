/**
 * For authors of games and their tests: whole rooms that are stepped by hand, without sockets,
 * threads or clocks.
 */
package dev.backbeat.server.testkit;
