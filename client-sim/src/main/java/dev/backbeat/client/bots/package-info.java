/**
 * Headless bots: behaviours as plug-ins, a swarm that runs many of them as real clients, and the
 * command {@code backbeat-bots.jar}.
 *
 * <p>A bot runs on its client's event loop; the swarm's bookkeeping runs on a thread of its own and
 * reads counters only.
 */
package dev.backbeat.client.bots;
