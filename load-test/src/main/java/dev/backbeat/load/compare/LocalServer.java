package dev.backbeat.load.compare;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Backbeat's server on a free port of this machine, as {@code compare} starts it, for other
 * measurements. Ended by {@link #close}, and with this program in any case.
 */
public final class LocalServer implements AutoCloseable {
  private static final String BACKBEAT = "backbeat";
  private static final long START_SECONDS = 60;

  private final Children children;
  private final ServerProcess server;
  private final Thread atExit;

  private LocalServer(Children children, ServerProcess server, Thread atExit) {
    this.children = children;
    this.server = server;
    this.atExit = atExit;
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param more arguments after the usual ones
   * @param log where its output goes
   * @throws CompareException with what it said, if it did not start
   */
  public static LocalServer start(List<String> more, Path log) throws InterruptedException {
    Path peers = Repository.peers(null);
    Children children = new Children(Machine.here());
    Thread atExit = new Thread(children::close, "end-server");
    Runtime.getRuntime().addShutdownHook(atExit);
    Map<String, String> values =
        Map.of(
            "root", peers.getParent().getParent().toString(),
            "java.home", System.getProperty("java.home"),
            "java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    try {
      ServerProcess server =
          ServerProcess.start(
              children,
              PeerSpec.read(peers.resolve(BACKBEAT)),
              values,
              List.of(),
              more,
              log,
              START_SECONDS);
      return new LocalServer(children, server, atExit);
    } catch (CompareException e) {
      children.close();
      Runtime.getRuntime().removeShutdownHook(atExit);
      throw e;
    }
  }

  /** Where clients connect. */
  public URI url() {
    return URI.create(server.url());
  }

  /** Its process. */
  public long pid() {
    return server.pid();
  }

  /** The words by which it was started. */
  public List<String> command() {
    return server.command();
  }

  @Override
  public void close() {
    children.close();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
