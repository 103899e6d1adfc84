package dev.backbeat.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.session.Sanction.Kind;
import dev.backbeat.server.session.Sanction.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file of bans: over a restart, with two servers at once, and when it cannot be written. */
@Timeout(60)
class SanctionFileTest {
  @TempDir Path dir;
  private volatile long nowMs = 1_700_000_000_000L;
  private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
  private SanctionFile one;
  private SanctionFile other;

  private SanctionFile open() throws IOException {
    return SanctionFile.open(dir.resolve("bans.json"), clock);
  }

  @AfterEach
  void close() {
    Stream.of(one, other).filter(f -> f != null).forEach(SanctionFile::close);
  }

  private Sanction of(Kind kind, Subject subject, long seconds) {
    long untilMs = seconds == 0 ? Sanction.FOR_GOOD : nowMs + 1_000 * seconds;
    return new Sanction(kind, subject, "why", "ann", nowMs, untilMs);
  }

  private Sanction ban(String player) {
    return of(Kind.BAN, Subject.player(player), 0);
  }

  private static boolean saved(SanctionFile file) throws Exception {
    return file.saved().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static void until(BooleanSupplier condition) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - startNs < 20_000_000_000L, "never so");
      LockSupport.parkNanos(5_000_000);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void outlivesTheProcess() throws Exception {
    one = open();
    assertTrue(Files.exists(dir.resolve("bans.json")), "that it can be written is known at once");
    one.sanctions().add(ban("p1"));
    one.sanctions().add(of(Kind.MUTE, Subject.address(InetAddress.getByName("2001:db8::1")), 60));
    one.sanctions().add(of(Kind.MUTE, Subject.session("abc"), 60));
    one.sanctions().add(of(Kind.BAN, Subject.player("short"), 1));
    one.close();
    nowMs += 2_000;
    other = open();
    Sanctions again = other.sanctions();
    assertEquals(one.sanctions().list(Kind.BAN), again.list(Kind.BAN));
    assertNotNull(again.banOf("p1", null));
    assertNotNull(again.muteOf("x", "", InetAddress.getByName("2001:db8::2")));
    assertNull(again.muteOf("abc", "", null), "sessions do not outlive the process");
    assertEquals(List.of("bans.json", "bans.json.lock"), names());
  }

  @Test
  void twoServersHaveTheSameBans() throws Exception {
    one = open();
    one.sanctions().add(ban("before"));
    assertTrue(saved(one));
    other = open();
    assertNotNull(other.sanctions().banOf("before", null));
    AtomicInteger told = new AtomicInteger();
    other.onForeign(told::incrementAndGet);
    one.sanctions().add(ban("by-the-old"));
    other.sanctions().add(ban("by-the-new"));
    assertTrue(saved(one));
    assertTrue(saved(other));
    until(() -> other.sanctions().banOf("by-the-old", null) != null);
    until(() -> one.sanctions().banOf("by-the-new", null) != null);
    until(() -> told.get() == 1);
    assertTrue(other.sanctions().lift(Kind.BAN, Subject.player("before")));
    until(() -> one.sanctions().banOf("before", null) == null);
    one.sanctions().add(ban("last"));
    one.close();
    other.close();
    other = open();
    assertEquals(3, other.sanctions().list(Kind.BAN).size());
    assertNull(other.sanctions().banOf("before", null), "what one lifted the other wrote no more");
  }

  @Test
  void whatCannotBeWrittenIsWrittenLater() throws Exception {
    one = open();
    Path file = dir.resolve("bans.json");
    Files.delete(file);
    Files.createDirectories(file.resolve("in-the-way"));
    one.sanctions().add(ban("p1"));
    assertFalse(saved(one), "the file cannot be replaced");
    assertNotNull(one.sanctions().banOf("p1", null), "it holds all the same");
    Files.delete(file.resolve("in-the-way"));
    Files.delete(file);
    until(() -> Files.isRegularFile(file));
    assertTrue(saved(one));
    other = open();
    assertNotNull(other.sanctions().banOf("p1", null));
  }

  @Test
  void aCheckLeavesNoTrace() throws Exception {
    Path file = dir.resolve("bans.json");
    SanctionFile.check(file, clock);
    SanctionFile.check(null, clock);
    assertEquals(List.of(), names());
    Path nowhere = dir.resolve("nowhere/bans.json");
    assertThrows(IOException.class, () -> SanctionFile.check(nowhere, clock));
    assertThrows(IOException.class, () -> SanctionFile.open(nowhere, clock));
    Files.writeString(file, "{\"sanctions\": 5}");
    IOException refused = assertThrows(IOException.class, () -> SanctionFile.check(file, clock));
    assertTrue(refused.getMessage().contains("--bans-file"), refused.getMessage());
    assertThrows(IOException.class, this::open);
    assertEquals(List.of("bans.json"), names());
  }
}
