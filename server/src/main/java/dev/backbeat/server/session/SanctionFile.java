package dev.backbeat.server.session;

import dev.backbeat.server.session.Sanction.Kind;
import dev.backbeat.server.session.SanctionDocument.Key;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps bans and mutes over a restart, and shares them with whoever else has the same file: the
 * instance that takes over during an upgrade. What is about a session alone is not kept, for
 * sessions do not live on either.
 *
 * <p>Before each write, and when the file changed (looked at once a second), it is read again under
 * a lock, and what others added or lifted since is taken over: a merge of three, the third being
 * what the file held last. What could not be written is tried again every second. All but {@link
 * #open} and {@link #close} from any thread.
 */
public final class SanctionFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SanctionFile.class);
  private static final long PERIOD_MS = 1_000;
  private static final long LOCK_NS = 5_000_000_000L;
  private static final long LOCK_RETRY_NS = 5_000_000;
  private static final long CLOSE_SECONDS = 5;

  private final Path file;
  private final InstantSource clock;
  private final Sanctions sanctions;
  private final ScheduledThreadPoolExecutor writer;
  private final List<Runnable> foreignListeners = new CopyOnWriteArrayList<>();
  private volatile boolean dirty;
  // Of the writer's thread, but for the first time.
  private Map<Key, Sanction> known = Map.of();
  private Stamp seen;
  private boolean failing;

  /** What tells that a file is another one, without reading it. */
  private record Stamp(Object fileKey, long modifiedNs, long bytes) {
    static Stamp of(Path file) throws IOException {
      if (!Files.exists(file)) {
        return null;
      }
      BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(a.fileKey(), a.lastModifiedTime().to(TimeUnit.NANOSECONDS), a.size());
    }
  }

  private SanctionFile(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
    this.sanctions = new Sanctions(clock);
    this.writer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "backbeat-bans");
              thread.setDaemon(true);
              return thread;
            });
    writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * What the file holds; from now on changes are written to it, and taken from it.
   *
   * @param file null = none is kept
   * @throws IOException with a sentence, if it cannot be understood or written
   */
  public static SanctionFile open(Path file, InstantSource clock) throws IOException {
    SanctionFile kept = new SanctionFile(file, clock);
    if (file == null) {
      return kept;
    }
    check(file, clock);
    kept.sync();
    kept.sanctions.onChange(kept::changed);
    kept.writer.scheduleWithFixedDelay(kept::settled, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    return kept;
  }

  /**
   * Says what would keep {@link #open} from working, and leaves no trace.
   *
   * @param file may be null
   * @throws IOException with a sentence
   */
  public static void check(Path file, InstantSource clock) throws IOException {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IOException("--bans-file: the folder of " + file + " cannot be written to");
    }
    if (Files.isDirectory(file)) {
      throw new IOException("--bans-file: " + file + " is a folder");
    }
    SanctionDocument.read(file, clock.millis());
  }

  /** Those that hold. */
  public Sanctions sanctions() {
    return sanctions;
  }

  /** Calls this when another process has added some, on a thread of this class. */
  public void onForeign(Runnable listener) {
    foreignListeners.add(listener);
  }

  /** Whether all that was decided before the call is in the file; true if none is kept. */
  public CompletionStage<Boolean> saved() {
    if (file == null) {
      return CompletableFuture.completedFuture(true);
    }
    try {
      return CompletableFuture.supplyAsync(this::settled, writer);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(false);
    }
  }

  private void changed() {
    boolean under = dirty;
    dirty = true;
    if (!under && !writer.isShutdown()) {
      try {
        writer.execute(this::settled);
      } catch (RejectedExecutionException e) {
        LOG.warn("the server ends, and the newest ban is not written: {}", file);
      }
    }
  }

  /** Writes what is not written and takes over what is new; whether that went well. */
  private boolean settled() {
    try {
      if (dirty || !Objects.equals(seen, Stamp.of(file))) {
        sync();
      }
      if (failing) {
        LOG.atInfo().addKeyValue("file", file).log("bans are written again");
      }
      failing = false;
    } catch (IOException | RuntimeException e) {
      dirty = true;
      if (!failing) { // Once, for it is tried every second.
        LOG.atError()
            .addKeyValue("file", file)
            .setCause(e)
            .log("bans cannot be written; a restart would forget the newest");
      }
      failing = true;
    }
    return !failing;
  }

  private void sync() throws IOException {
    boolean added = false;
    try (FileChannel channel = lockFile()) {
      lock(channel); // Until the channel is closed.
      dirty = false;
      long nowMs = clock.millis();
      boolean exists = Files.exists(file);
      Map<Key, Sanction> theirs = SanctionDocument.read(file, nowMs);
      Map<Key, Sanction> ours = new HashMap<>();
      for (Kind kind : Kind.values()) {
        sanctions.list(kind).stream()
            .filter(SanctionDocument::kept)
            .forEach(s -> ours.put(Key.of(s), s));
      }
      Map<Key, Sanction> merged = new HashMap<>();
      // A file that somebody took away lifts nothing.
      Map<Key, Sanction> before = exists ? known : Map.of();
      Set<Key> keys = new HashSet<>(theirs.keySet());
      keys.addAll(ours.keySet());
      for (Key key : keys) {
        Sanction is = merge(before.get(key), theirs.get(key), ours.get(key));
        if (!Objects.equals(is, ours.get(key))) {
          sanctions.replace(key.kind(), key.subject(), ours.get(key), is);
          added |= is != null;
        }
        if (is != null) {
          merged.put(key, is);
        }
      }
      if (!exists || !merged.equals(theirs)) {
        SanctionDocument.write(file, merged.values());
      }
      known = merged;
      seen = Stamp.of(file);
    }
    if (added) {
      foreignListeners.forEach(Runnable::run);
    }
  }

  /** Who changed it decides; if both did, a sanction rather than none, and of two the later. */
  private static Sanction merge(Sanction before, Sanction theirs, Sanction ours) {
    if (Objects.equals(before, theirs)) {
      return ours;
    }
    if (Objects.equals(before, ours) || ours == null) {
      return theirs;
    }
    return theirs == null || ours.sinceMs() >= theirs.sinceMs() ? ours : theirs;
  }

  /** A file of its own, for the other one is replaced. */
  private FileChannel lockFile() throws IOException {
    return FileChannel.open(
        file.resolveSibling(file.getFileName() + ".lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
  }

  private static void lock(FileChannel channel) throws IOException {
    long startNs = System.nanoTime();
    while (System.nanoTime() - startNs < LOCK_NS) {
      try {
        if (channel.tryLock() != null) {
          return;
        }
      } catch (OverlappingFileLockException e) {
        // Another server of this process has it: the same as if it were another process'.
      }
      LockSupport.parkNanos(LOCK_RETRY_NS);
    }
    throw new IOException("another process holds the lock of --bans-file");
  }

  /** Writes what is not written, and ends. */
  @Override
  public void close() {
    if (file != null && !writer.isShutdown()) {
      writer.execute(this::settled);
    }
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.atWarn().addKeyValue("file", file).log("bans are still being written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
