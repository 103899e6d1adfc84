/**
 * What the server does when its load is too high: it measures pressure, and climbs and descends a
 * ladder of steps, each of which costs players a little and saves much.
 *
 * <p>Everything that decides is given its time as an argument; one thread of its own samples. Rooms
 * read the step at the start of their ticks, the gateway when somebody wants to join; both see the
 * newest one, from any thread.
 */
package dev.backbeat.server.overload;
