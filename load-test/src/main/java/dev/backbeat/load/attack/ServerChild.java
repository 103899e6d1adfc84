package dev.backbeat.load.attack;

import dev.backbeat.load.compare.CompareException;
import dev.backbeat.load.compare.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server of this machine that was started to be attacked. Ends by {@link #close}. */
final class ServerChild implements AutoCloseable {
  private static final long START_MS = 90_000;
  private static final long END_SECONDS = 20;
  private static final long POLL_MS = 100;

  private final Path jar;
  private final Process process;
  private final int port;
  private final Path log;
  private final Thread atExit;

  private ServerChild(Path jar, Process process, int port, Path log) {
    this.jar = jar;
    this.process = process;
    this.port = port;
    this.log = log;
    this.atExit = new Thread(process::destroyForcibly, "end-attacked-server");
  }

  /**
   * Starts the server on a free loopback port and waits until it is ready.
   *
   * @param jar the server's runnable jar
   * @param options after {@code --host} and {@code --port}
   * @param log where its output goes; may be a device
   * @throws CompareException with a sentence, if it does not start
   */
  static ServerChild start(
      Path jar, List<String> options, Map<String, String> environment, Path log)
      throws InterruptedException, IOException {
    int port = FreePort.next();
    List<String> command = new ArrayList<>();
    command.add(java("java"));
    command.add("-XX:+UseG1GC");
    command.addAll(List.of("-jar", jar.toString(), "--host", "127.0.0.1", "--port", "" + port));
    command.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    ServerChild child = new ServerChild(jar, builder.start(), port, log);
    Runtime.getRuntime().addShutdownHook(child.atExit);
    boolean ready = false;
    try {
      boolean secure = options.contains("--tls-self-signed");
      child.awaitReady(secure);
      ready = true;
      return child;
    } finally {
      if (!ready) {
        child.close();
      }
    }
  }

  private static String java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }

  private void awaitReady(boolean secure) throws InterruptedException {
    long untilNs = System.nanoTime() + START_MS * 1_000_000;
    while (!answersReady(secure)) {
      if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
        throw new CompareException("the server ended with " + process.exitValue() + "; see " + log);
      }
      if (System.nanoTime() - untilNs > 0) {
        throw new CompareException("the server is not ready after " + START_MS + " ms; see " + log);
      }
    }
  }

  private boolean answersReady(boolean secure) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (Wire wire = Wire.connect(address, InetAddress.getLoopbackAddress())) {
      return secure
          || wire.patience(1_000)
                  .send("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                  .response()
                  .status()
              == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Another server of the same program, with an output of its own. */
  ServerChild sibling(List<String> options, Map<String, String> environment, Path output)
      throws InterruptedException, IOException {
    return start(jar, options, environment, output);
  }

  /** A file beside the output. */
  Path file(String name) {
    return log.resolveSibling(name);
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** What it said so far, if that is a file. */
  List<String> said() throws IOException {
    // Bytes that are no UTF-8 become a replacement character here and no exception.
    return Files.isRegularFile(log)
        ? new String(Files.readAllBytes(log), java.nio.charset.StandardCharsets.UTF_8)
            .lines()
            .toList()
        : List.of();
  }

  /** Sends a signal by its name, such as STOP. */
  void signal(String name) throws IOException, InterruptedException {
    run("kill", "-" + name, Long.toString(pid()));
  }

  /** Sets how many descriptors it may have from now on. */
  void openFiles(long limit) throws IOException, InterruptedException {
    run("prlimit", "--pid", Long.toString(pid()), "--nofile=" + limit + ":");
  }

  /** What a program says, which must end well within some seconds. */
  static String run(String... command) throws IOException, InterruptedException {
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(program.getInputStream().readAllBytes());
    if (!program.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      program.destroyForcibly();
      throw new IOException(String.join(" ", command) + " did not end");
    }
    if (program.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  /** What {@code jcmd} says of it. */
  String jcmd(String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(java("jcmd"), Long.toString(pid())));
    words.addAll(List.of(command));
    return run(words.toArray(String[]::new));
  }

  /** SIGTERM; the exit code, or -1 if it had to be killed. */
  int end() throws InterruptedException {
    process.destroy();
    return exit();
  }

  /** Waits until it ends; the exit code, or -1 if it had to be killed. */
  int exit() throws InterruptedException {
    boolean ended = process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
    }
    return ended ? process.exitValue() : -1;
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      end();
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroyForcibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      return; // The hook is about to run, or has run.
    }
  }
}
