/**
 * The admin API and its console, on a listener of their own: what operators see of rooms and
 * players, and what they do.
 *
 * <p>It uses the rest of the server, nobody uses it. It runs on an event loop of its own, so that
 * it answers when those of the players do not, and costs them nothing: figures are read when
 * somebody asks. Each call is listed once, in the classes named {@code *Calls}; routes and the
 * OpenAPI document are made of that list.
 */
package dev.backbeat.server.admin;
