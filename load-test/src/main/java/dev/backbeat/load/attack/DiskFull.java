package dev.backbeat.load.attack;

import dev.backbeat.load.compare.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server whose log, audit and bans are files of a file system that fills up, and is emptied
 * again. The file system is a tmpfs of 256 KiB, which only root may mount.
 */
final class DiskFull {
  static final String EXPECTED =
      "plays on, ban answers 200, ban holds, plays on, bans saved, audit goes on, log goes on";

  private static final String TOKEN = "attack-suite-admin-token";
  private static final long RECOVERY_SECONDS = 40;
  private static final int JOINS = 20;

  private DiskFull() {}

  static Answer run(Target target) throws IOException, InterruptedException {
    Path disk = Files.createDirectories(target.process().file("full-disk").toAbsolutePath());
    try {
      ServerChild.run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString());
    } catch (IOException e) {
      return new Answer(ServerFaults.SKIPPED + "no tmpfs can be mounted here, only root may");
    }
    try {
      return onDisk(target, disk);
    } finally {
      ServerChild.run("umount", "-l", disk.toString());
    }
  }

  private static Answer onDisk(Target target, Path disk) throws IOException, InterruptedException {
    int adminPort = FreePort.next();
    Path log = disk.resolve("server.log");
    Path audit = disk.resolve("audit.log");
    Path bans = disk.resolve("bans.json");
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--log-level", "debug", "--log-file", log.toString()));
    options.addAll(List.of("--audit-file", audit.toString(), "--bans-file", bans.toString()));
    options.addAll(List.of("--admin-port", "" + adminPort, "--admin-tokens", "ann:" + TOKEN));
    Path output = target.process().file("server-disk.log");
    try (ServerChild server = target.process().sibling(options, Map.of(), output)) {
      Target other = ServerFaults.aside(target, server);
      Target admin = Target.ofAdmin(adminPort, TOKEN, server, new AtomicInteger(1 << 14));
      List<String> seen = new ArrayList<>();
      Path filler = disk.resolve("filler");
      try (Peer player = other.join()) {
        fill(filler);
        seen.add(busy(other, player).text());
        InetAddress banned = other.newAddress();
        seen.add("ban answers " + ban(admin, banned));
        seen.add(refused(other, banned) ? "ban holds" : "ban does not hold");
        long loggedBytes = Files.size(log);
        Files.delete(filler);
        InetAddress next = other.newAddress();
        ban(admin, next);
        seen.add(busy(other, player).text());
        boolean saved = comes(() -> has(bans, banned) && has(bans, next));
        seen.add(saved ? "bans saved" : "bans are not saved");
        seen.add(comes(() -> audited(admin, audit)) ? "audit goes on" : "no audit any more");
        boolean logged =
            comes(
                () -> {
                  other.join().close();
                  return Files.size(log) > loggedBytes;
                });
        seen.add(logged ? "log goes on" : "no log any more");
      }
      return new Answer(String.join(", ", seen));
    }
  }

  /** Until nothing fits any more. */
  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] page = new byte[1_024];
      for (int i = 0; i < 1_024; i++) {
        out.write(page);
      }
    } catch (IOException full) {
      return;
    }
    throw new IOException(filler + " was to fill its disk");
  }

  /** Each newcomer is a line of the log. */
  private static Answer busy(Target target, Peer player) throws IOException, InterruptedException {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < JOINS; i++) {
      answers.add(player.probe());
      target.join().close();
      TimeUnit.MILLISECONDS.sleep(20);
    }
    answers.add(FrameAttacks.alive(target));
    return Answer.all(answers);
  }

  private static int ban(Target admin, InetAddress address) throws IOException {
    String body = "{\"address\":\"" + address.getHostAddress() + "\",\"reason\":\"test\"}";
    try (Wire wire = admin.connect()) {
      return wire.send(Requests.post(admin, "/admin/ban", body, Requests.key(admin)))
          .response()
          .status();
    }
  }

  private static boolean refused(Target target, InetAddress from) throws IOException {
    try (Wire wire = Wire.connect(target.server(), from)) {
      Answer answer = wire.sendAnyway(Requests.upgrade(target)).answer();
      return answer.text().equals("HTTP 403 ERROR_BANNED");
    }
  }

  private static boolean has(Path file, InetAddress address) throws IOException {
    return Files.exists(file) && Files.readString(file).contains(address.getHostAddress());
  }

  /** Acts, and looks whether the act is in the file. */
  private static boolean audited(Target admin, Path audit) throws IOException {
    InetAddress address = admin.newAddress();
    ban(admin, address);
    return new String(Files.readAllBytes(audit), StandardCharsets.UTF_8)
        .contains(address.getHostAddress());
  }

  private interface Question {
    boolean ask() throws IOException;
  }

  private static boolean comes(Question question) throws IOException, InterruptedException {
    long untilNs = System.nanoTime() + RECOVERY_SECONDS * 1_000_000_000L;
    while (!question.ask()) {
      if (System.nanoTime() - untilNs > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(300);
    }
    return true;
  }
}
