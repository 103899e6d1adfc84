/**
 * The network lab: a TCP proxy that makes a loopback connection behave as one over a real network,
 * for tests, for measurements and for people.
 *
 * <p>{@link dev.backbeat.client.lab.LabPath} is the model of one direction of one connection: a
 * queue that says when each byte arrives; it gets its time as an argument and can be stepped by
 * hand. {@link dev.backbeat.client.lab.Lab} puts it between sockets, on one event loop of its own.
 */
package dev.backbeat.client.lab;
