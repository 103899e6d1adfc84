/**
 * The load test: many light clients against a running server, measurement, report.
 *
 * <p>Reaches the server through its sockets only (WebSocket, HTTP) and, for CPU and memory of a
 * server on the same machine, through {@code /proc}. In the order of a run: {@code LoadMain} reads
 * the settings, {@code LoadRun} creates the rooms ({@code ServerApi}), ramps the clients up ({@code
 * Ramp}), lets each {@code LoadLoop} send and receive ({@code LoadClient} over {@code Connection}
 * and its protocol's {@code Conversation}), samples once per second ({@code Sampler}) and hands the
 * {@code Results} to {@code ResultsJson}, {@code HtmlReport} and the {@code Slo}s. A client and all
 * that it measures belong to one loop; other threads read it only by a task on that loop.
 */
package dev.backbeat.load;
