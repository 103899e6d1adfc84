/**
 * The bundled game: a top-down shooter. Uses the game contract, the world, the schema and its own
 * movement rule ({@link dev.backbeat.rule.arena.ArenaRule}); runs on the room's thread,
 * deterministically, in integers. {@code docs/arena.md} has its rules and constants.
 */
package dev.backbeat.games.arena;
