/** What operators see and turn: configuration, health, metrics, logs. */
package dev.backbeat.server.ops;
