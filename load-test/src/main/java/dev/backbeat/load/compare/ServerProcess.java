package dev.backbeat.load.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A server under comparison that listens; ends when closed. */
final class ServerProcess implements AutoCloseable {
  private static final long POLL_MS = 50;

  private final Children children;
  private final Process process;
  private final List<String> command;
  private final String url;
  private final Path log;

  private ServerProcess(
      Children children, Process process, List<String> command, String url, Path log) {
    this.children = children;
    this.process = process;
    this.command = command;
    this.url = url;
    this.log = log;
  }

  /**
   * Starts a server on a free port and waits until it says that it listens.
   *
   * @param prefix words before its command, such as {@code taskset -c 0}
   * @param more arguments after it
   * @throws CompareException with what it said, if it ended or said nothing in time
   */
  static ServerProcess start(
      Children children,
      PeerSpec peer,
      Map<String, String> values,
      List<String> prefix,
      List<String> more,
      Path log,
      long withinSeconds)
      throws InterruptedException {
    int port = freePort();
    Map<String, String> named = new TreeMap<>(values);
    named.put("port", Integer.toString(port));
    named.put("dir", peer.folder().toString());
    Placeholders placeholders = new Placeholders(named);
    List<String> command = new java.util.ArrayList<>(prefix);
    command.addAll(placeholders.fill(peer.launch()));
    command.addAll(placeholders.fill(more));
    Map<String, String> environment = new TreeMap<>();
    peer.environment().forEach((name, value) -> environment.put(name, placeholders.fill(value)));
    environment.put("PORT", Integer.toString(port));
    String url = placeholders.fill(peer.url());
    Process process = children.start(command, peer.folder(), environment, log);
    ServerProcess server = new ServerProcess(children, process, List.copyOf(command), url, log);
    boolean listens = false;
    try {
      server.awaitReady(peer, withinSeconds);
      listens = true;
      return server;
    } finally {
      if (!listens) {
        server.close();
      }
    }
  }

  private void awaitReady(PeerSpec peer, long withinSeconds) throws InterruptedException {
    long untilNs = System.nanoTime() + withinSeconds * 1_000_000_000L;
    while (true) {
      boolean ended = process.waitFor(POLL_MS, TimeUnit.MILLISECONDS);
      if (saidReady(peer.ready())) {
        return;
      }
      if (ended) {
        throw new CompareException(
            peer.id() + " ended with " + process.exitValue() + " before it listened" + said());
      }
      if (System.nanoTime() > untilNs) {
        throw new CompareException(
            peer.id()
                + " did not say '"
                + peer.ready()
                + "' within "
                + withinSeconds
                + " s"
                + said());
      }
    }
  }

  private boolean saidReady(String ready) {
    try {
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      // A line that is still being written has no end yet.
      return text.lines().anyMatch(l -> l.startsWith(ready)) && text.contains("\n");
    } catch (IOException e) {
      throw new CompareException("cannot read " + log + ": " + e, e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** The words by which it was started. */
  List<String> command() {
    return command;
  }

  /** The command line of what became of it, as the system has it; "" = not known. */
  String processLine() {
    return process.info().commandLine().orElse("");
  }

  String url() {
    return url;
  }

  /** The end of what it said. */
  String said() {
    return Children.tail(log);
  }

  @Override
  public void close() {
    children.end(process);
  }

  private static int freePort() {
    try {
      return FreePort.next();
    } catch (IOException e) {
      throw new CompareException(e.getMessage(), e);
    }
  }
}
