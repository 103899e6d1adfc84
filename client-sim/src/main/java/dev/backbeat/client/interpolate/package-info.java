/**
 * Drawing others between frames: the time at which to draw, and what there is at that time.
 *
 * <p>Fed by the client with every frame that was applied; read by a program that draws. Event
 * loop's thread; time is an argument.
 */
package dev.backbeat.client.interpolate;
