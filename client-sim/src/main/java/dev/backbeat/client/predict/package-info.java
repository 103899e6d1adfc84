/**
 * The player's own body before the server has answered: own inputs as they were taken, the rule
 * applied to them at once, and what becomes of a prediction that was wrong.
 *
 * <p>Inputs come from the client's input clock, authoritative states with every frame. Event loop's
 * thread; time is an argument.
 */
package dev.backbeat.client.predict;
