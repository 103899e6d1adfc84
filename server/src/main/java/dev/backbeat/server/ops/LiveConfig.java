package dev.backbeat.server.ops;

import dev.backbeat.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;

/**
 * The configuration of a running server, of which the options marked {@link Reloadable} may change.
 * A reload is whole or not at all: if anything is wrong with the new file, or who {@link #check
 * checks} or {@link #prepare prepares} refuses, all stays as it was.
 *
 * <p>{@link #current}, {@link #onChange}, {@link #check}, {@link #prepare} and {@link #reload} from
 * any thread. What they are given is called on the thread {@code backbeat-config}, one at a time,
 * in the order in which it came.
 */
public final class LiveConfig implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveConfig.class);
  private static final String THREAD = "backbeat-config";
  private static final long WATCH_PERIOD_MS = 1_000;

  private final ConfigReader reader;
  private final List<Function<ServerConfig, Runnable>> parts = new CopyOnWriteArrayList<>();
  private final List<Function<ServerConfig, Runnable>> always = new CopyOnWriteArrayList<>();
  private final List<Consumer<Reload>> observers = new CopyOnWriteArrayList<>();
  private final ScheduledThreadPoolExecutor control;
  private volatile ServerConfig current;
  // Owned by the control thread.
  private final FileWatch watch;
  private EffectiveConfig effective;

  private LiveConfig(ConfigReader reader, EffectiveConfig effective, ServerConfig config) {
    this.reader = reader;
    this.effective = effective;
    this.current = config;
    this.watch = reader == null ? null : new FileWatch(effective.files());
    this.control =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, THREAD);
              thread.setDaemon(true);
              return thread;
            });
    control.setRemoveOnCancelPolicy(true);
  }

  /** One that never changes, of a server inside another program. */
  public static LiveConfig fixed(ServerConfig config) {
    return new LiveConfig(null, null, config);
  }

  /** With what the reader reads now. */
  static LiveConfig of(ConfigReader reader, EffectiveConfig first) {
    return new LiveConfig(reader, first, first.config());
  }

  /** What holds now. One volatile read. */
  public ServerConfig current() {
    return current;
  }

  /** Calls the listener with the new configuration after each reload that changed something. */
  public void onChange(Consumer<ServerConfig> listener) {
    prepare(config -> () -> listener.accept(config));
  }

  /**
   * Calls the check with a configuration before it holds. The check refuses it by a {@link
   * SettingsException} with a sentence for people: a certificate that does not parse, say. It must
   * change nothing.
   */
  public void check(Consumer<ServerConfig> check) {
    prepare(
        config -> {
          check.accept(config);
          return () -> {};
        });
  }

  /**
   * Has a part of the server read what a configuration names, files say, before it holds. The part
   * refuses it as a {@link #check} does, or returns what takes it over; that is run if nobody
   * refuses, so that what was read and found good is what holds, whatever the files hold by then.
   */
  public void prepare(Function<ServerConfig, Runnable> part) {
    parts.add(part);
  }

  /**
   * The same for a part that may hold something else than the configuration says, for there are
   * other ways to tell it: it is asked by reloads that change nothing, too.
   */
  public void prepareAlways(Function<ServerConfig, Runnable> part) {
    parts.add(part);
    always.add(part);
  }

  /** Calls the observer with what each reload came to, on the control thread. */
  public void onReload(Consumer<Reload> observer) {
    observers.add(observer);
  }

  /**
   * Reads environment and file again and takes over what a running server can. Blocks while files
   * are read and listeners run, so never call it on an event loop.
   */
  public Reload reload() {
    if (Thread.currentThread().getName().equals(THREAD)) {
      throw new IllegalStateException("a listener must not reload");
    }
    try {
      return control.submit(this::reloadHere).get();
    } catch (RejectedExecutionException | CancellationException e) {
      return Reload.refused("the server has ended");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reload.refused("nobody waited for the reload's end");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  /** Watches the configuration file and the files of secrets, once a second, from now on. */
  public void watch() {
    if (reader == null) {
      return;
    }
    control.scheduleWithFixedDelay(
        this::poll, WATCH_PERIOD_MS, WATCH_PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  private void poll() {
    try {
      if (watch.settledChange()) {
        reloadHere();
      }
    } catch (RuntimeException e) {
      LOG.error("the configuration files cannot be watched", e);
    }
  }

  private Reload reloadHere() {
    Reload reload =
        reader == null
            ? new Reload(Reload.Outcome.UNCHANGED, List.of(), List.of(), "")
            : tryReload();
    log(reload);
    observers.forEach(observer -> observer.accept(reload));
    return reload;
  }

  private Reload tryReload() {
    try {
      // Before they are read: what is replaced meanwhile is seen at the next look.
      FileWatch.Look before = watch.look();
      EffectiveConfig next = reader.read();
      List<Reload.Change> changed = new ArrayList<>();
      List<Reload.Change> needRestart = new ArrayList<>();
      List<EffectiveConfig.Value> merged = merge(next, changed, needRestart);
      watch.files(next.files(), before);
      if (changed.isEmpty()) {
        String problem = takeOver(prepared(always, current));
        return new Reload(Reload.Outcome.UNCHANGED, List.of(), needRestart, problem);
      }
      EffectiveConfig candidate = ConfigReader.of(merged, next.file());
      List<Runnable> prepared = prepared(parts, candidate.config());
      effective = candidate;
      current = candidate.config();
      return new Reload(Reload.Outcome.APPLIED, changed, needRestart, takeOver(prepared));
    } catch (ParameterException | SettingsException e) {
      return Reload.refused(e.getMessage());
    } catch (RuntimeException e) { // Of a check: nothing holds yet.
      LOG.error("a check of the new configuration failed", e);
      return Reload.refused("a check failed: " + e);
    }
  }

  private List<EffectiveConfig.Value> merge(
      EffectiveConfig next, List<Reload.Change> changed, List<Reload.Change> needRestart) {
    List<EffectiveConfig.Value> merged = new ArrayList<>();
    for (int i = 0; i < next.values().size(); i++) {
      EffectiveConfig.Value before = effective.values().get(i);
      EffectiveConfig.Value after = next.values().get(i);
      if (after.differs(before)) {
        Reload.Change change = new Reload.Change(after.option(), before.shown(), after.shown());
        (after.reloadable() ? changed : needRestart).add(change);
      }
      merged.add(after.reloadable() ? after : before);
    }
    return merged;
  }

  private static List<Runnable> prepared(
      List<Function<ServerConfig, Runnable>> parts, ServerConfig config) {
    return parts.stream().map(part -> part.apply(config)).toList();
  }

  /** What went wrong; empty = nothing. */
  private static String takeOver(List<Runnable> prepared) {
    return prepared.stream()
        .map(LiveConfig::takeOver)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String takeOver(Runnable prepared) {
    try {
      prepared.run();
      return "";
    } catch (RuntimeException e) {
      LOG.error("a part of the server did not take over the new configuration", e);
      return "a part did not take it over: " + e;
    }
  }

  private static void log(Reload reload) {
    switch (reload.outcome()) {
      case REFUSED ->
          LOG.atError()
              .addKeyValue("problem", reload.problem())
              .log("configuration not reloaded, everything is as it was");
      case APPLIED ->
          LOG.atInfo()
              .addKeyValue("changed", reload.changed())
              .addKeyValue("needRestart", reload.needRestart())
              .addKeyValue("problem", reload.problem())
              .log("configuration reloaded");
      case UNCHANGED ->
          LOG.atInfo()
              .addKeyValue("needRestart", reload.needRestart())
              .log("configuration reloaded, nothing to take over");
    }
  }

  /** Ends the watch. */
  @Override
  public void close() {
    control.shutdownNow().stream()
        .filter(Future.class::isInstance)
        .forEach(task -> ((Future<?>) task).cancel(false)); // Somebody may wait for it.
  }
}
