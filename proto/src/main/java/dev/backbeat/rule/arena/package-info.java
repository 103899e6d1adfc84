/**
 * The arena's movement and what its rail gun meets, computed alike by the server and by clients
 * that predict and aim. Imports {@code java.lang} and {@code dev.backbeat.rule} alone.
 */
package dev.backbeat.rule.arena;
