package dev.backbeat.server;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.backbeat.server.ops.AuditLog;
import dev.backbeat.server.ops.BuildInfo;
import dev.backbeat.server.ops.DrainRequest;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.Logging;
import dev.backbeat.server.ops.ServerCommand;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.room.GameRegistry;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's command. Standard output has one line: where it listens. */
public final class Main {
  private static final int START_SECONDS = 30;

  /** After the drain itself: closing sockets and threads. */
  private static final int STOP_MARGIN_SECONDS = 3;

  private Main() {}

  /** Starts a server; it ends by SIGTERM or SIGINT, and reloads its configuration by SIGHUP. */
  public static void main(String[] args) throws InterruptedException {
    if (Arrays.stream(args).noneMatch(argument -> argument.startsWith("--check-config"))) {
      Signals.handle(Signals.STOP, times -> System.exit(0)); // Until there is something to drain.
    }
    Logging.start();
    ServerCommand.Parsed parsed =
        ServerCommand.parse(config -> Rehearsal.problems(config, GameRegistry.load()), args);
    if (parsed.config().isEmpty()) {
      System.exit(parsed.exitCode());
    }
    LiveConfig live = parsed.config().get();
    ServerConfig config = live.current();
    Logging.configure(config.operation());
    AuditLog.configure(config.admin().auditFile());
    live.onChange(Logging.levelOnChange(config.operation()));
    Logger log = LoggerFactory.getLogger(Main.class);
    try {
      BackbeatServer server =
          BackbeatServer.start(live, GameRegistry.load())
              .toCompletionStage()
              .toCompletableFuture()
              .get(START_SECONDS, SECONDS);
      stopOnSignal(server, live);
      live.watch();
      Signals.handle(Signals.RELOAD, times -> live.reload());
      log.atInfo()
          .addKeyValue("url", server.url())
          .addKeyValue("instance", server.instance())
          .addKeyValue("version", BuildInfo.version())
          .addKeyValue("java", Runtime.version())
          .log("listening");
      System.out.println("listening on " + server.url());
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      System.err.println("backbeat-server cannot start: " + sentence(cause));
      log.debug("cannot start", cause);
      System.exit(1);
    }
  }

  private static String sentence(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /**
   * The first signal drains, the second ends it at once, the third without anything; a drain that
   * was asked for ends it too.
   */
  private static void stopOnSignal(BackbeatServer server, LiveConfig live) {
    server.closed().onComplete(closed -> System.exit(0));
    Signals.handle(Signals.STOP, times -> stop(server, live, times));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopInHook(server), "backbeat-stop"));
  }

  /**
   * Whoever cannot even begin to drain, as with a jar that was overwritten, must end all the same.
   */
  private static void stop(BackbeatServer server, LiveConfig live, int times) {
    try {
      if (times > 2) {
        throw new IllegalStateException("it was told to a third time");
      }
      server.drain(
          times == 1 ? DrainRequest.of(live.current().drain().seconds()) : DrainRequest.now());
    } catch (RuntimeException | LinkageError e) {
      System.err.println("backbeat-server ends as it is: " + e);
      Runtime.getRuntime().halt(1);
    }
  }

  /**
   * However else the JVM comes to end. One that ends by a signal exits with 128 + its number,
   * however well its hooks did; halting at the end of the hook makes that 0, and whatever else the
   * program holds is closed by then.
   */
  private static void stopInHook(BackbeatServer server) {
    int status = 0;
    try {
      server
          .stop()
          .toCompletionStage()
          .toCompletableFuture()
          .get(server.liveConfig().current().drain().seconds() + STOP_MARGIN_SECONDS, SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      LoggerFactory.getLogger(Main.class).warn("not everything ended in time: {}", e.toString());
      status = e instanceof TimeoutException ? 0 : 1;
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(status);
  }
}
