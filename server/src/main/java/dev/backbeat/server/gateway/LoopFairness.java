package dev.backbeat.server.gateway;

/**
 * How long a gateway loop may write before it reads again. A full loop always has ticks to write,
 * and Netty lets it run such tasks for a second before it looks at its sockets: inputs would be
 * read once per second. A tenth of that is the least that Netty takes.
 */
public final class LoopFairness {
  private static final String QUANTUM = "io.netty.eventLoop.maxTaskProcessingQuantumMs";
  private static final String QUANTUM_MS = "100";

  private LoopFairness() {}

  /** Sets it, unless the command line did. Before the first loop is made. */
  public static void bound() {
    if (System.getProperty(QUANTUM) == null) {
      System.setProperty(QUANTUM, QUANTUM_MS);
    }
  }
}
