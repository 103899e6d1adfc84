package dev.backbeat.client.lab;

/**
 * What went one way, over all connections. Times are in ns.
 *
 * @param bytes delivered
 * @param pieces delivered
 * @param maxHeldBytes the most that one connection had under way and queued
 * @param delayP50Ns from arrival at the lab to the write that delivers, queues and stalls included
 * @param delayP99Ns of 100 pieces one took longer
 * @param delayMaxNs the longest
 * @param errorP50Ns how much later than it should a piece was delivered
 * @param errorP99Ns of 100 pieces one was later
 * @param errorMaxNs the latest
 */
public record PathStats(
    long bytes,
    long pieces,
    long maxHeldBytes,
    long delayP50Ns,
    long delayP99Ns,
    long delayMaxNs,
    long errorP50Ns,
    long errorP99Ns,
    long errorMaxNs) {}
