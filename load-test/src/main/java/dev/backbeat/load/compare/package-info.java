/**
 * The comparison: starts Backbeat and the peers of {@code load-test/peers} in turn, each pinned to
 * one core, runs the load test as a process of its own against each, and writes what came out as
 * Markdown, HTML and JSON. One thread conducts; every server and every generator is a child process
 * that ends with it.
 *
 * <p>Order of the data: {@link dev.backbeat.load.compare.PeerSpec} (what to start), {@link
 * dev.backbeat.load.compare.RunRecord} (what one run measured), {@link
 * dev.backbeat.load.compare.Comparison} (all of them), {@link
 * dev.backbeat.load.compare.ReportTable} (medians and spreads).
 */
package dev.backbeat.load.compare;
