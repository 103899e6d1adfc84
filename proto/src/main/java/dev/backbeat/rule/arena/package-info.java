/**
 * The arena's movement, computed alike by the server and by clients that predict. Imports {@code
 * java.lang} and {@link dev.backbeat.rule.StaticMap} alone.
 */
package dev.backbeat.rule.arena;
