package dev.backbeat.load.attack;

import dev.backbeat.client.AnyCertificate;
import dev.backbeat.protocol.Protocol;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * What happens to a server that is nobody's attack. One after another, for they are the process's.
 */
final class ServerFaults {
  static final String GROUP = "faults";
  static final String SKIPPED = "skipped: ";
  private static final String STOPPED = "stopped-process";
  private static final String OUT_OF_DESCRIPTORS = "out-of-descriptors";
  private static final String ON = "plays on";
  private static final int FEW_DESCRIPTORS = 6;
  private static final int MAX_LOG_LINES = 2;
  private static final long RECOVERY_SECONDS = 20;
  private static final long CLOCK_READ_MS = 2_500;
  private static final String DAY_LATER = "+86400";

  private ServerFaults() {}

  static List<Attack> rows() {
    return new Group(GROUP)
        .row(STOPPED, "SIGSTOP, and SIGCONT after 3 s", ServerFaults::stopped, ON)
        .row(
            OUT_OF_DESCRIPTORS,
            "no descriptor is left for 3 s, 40 newcomers wait",
            ServerFaults::descriptors,
            "newcomers wait, players play on, recovers, quiet log")
        .row(
            "admin-hoard",
            "300 sockets of the admin port that say nothing; then an operator comes; then 25 s pass",
            AdminHoard::run,
            AdminHoard.EXPECTED)
        .row(
            "disk-full",
            "a server whose log cannot be written (/dev/full)",
            ServerFaults::diskFull,
            ON)
        .row(
            "disk-full-files",
            "the disk of log, audit and bans files is full, an admin bans, it is emptied again",
            t -> t.process() == null ? notOurs() : DiskFull.run(t),
            DiskFull.EXPECTED)
        .row(
            "clock-jumps",
            "the wall clock jumps a day ahead and back",
            ServerFaults::clock,
            "plays on, resumes, old ticket refused, new ticket taken, plays on")
        .row(
            "tls-handshakes",
            "a TLS port gets nothing, half a ClientHello, noise, or HTTP; then 20 resets in the"
                + " handshake; then a client that means well",
            ServerFaults::tls,
            "closed; HTTP 200 over TLS")
        .row(
            "reset-while-draining",
            "SIGTERM, then " + ResetFaults.TIMES + " players and as many upgrades are reset",
            ResetFaults::draining,
            "exit code 0, quiet log")
        .rows();
  }

  /** Whether a fault happens to a server of its own, so that others may be tried meanwhile. */
  static boolean aside(Attack fault) {
    return !fault.name().equals(STOPPED) && !fault.name().equals(OUT_OF_DESCRIPTORS);
  }

  private static Answer stopped(Target target) throws IOException, InterruptedException {
    if (target.process() == null) {
      return notOurs();
    }
    try (Peer player = target.join()) {
      target.process().signal("STOP");
      try {
        TimeUnit.SECONDS.sleep(3);
      } finally {
        target.process().signal("CONT");
      }
      return Answer.all(List.of(player.probe(), FrameAttacks.alive(target)));
    }
  }

  static Answer notOurs() {
    return new Answer(SKIPPED + "the server was started by somebody else");
  }

  private static Answer descriptors(Target target) throws IOException, InterruptedException {
    ServerChild server = target.process();
    if (server == null) {
      return notOurs();
    }
    Path proc = Path.of("/proc", Long.toString(server.pid()));
    long limit = openFilesLimit(proc);
    int linesBefore = server.said().size();
    Deque<Wire> newcomers = new ArrayDeque<>();
    String newcomer;
    Answer player;
    try (Peer inside = target.join()) {
      server.openFiles(Footprint.entries(proc.resolve("fd")) + FEW_DESCRIPTORS);
      try {
        for (int i = 0; i < 40; i++) {
          newcomers.add(target.connect().sendAnyway(Requests.upgrade(target)));
        }
        Answer last = newcomers.getLast().patience(3_000).answer();
        boolean waits = last.equals(Answer.NOTHING) || last.equals(Answer.CLOSED);
        newcomer = waits ? "newcomers wait" : "a newcomer: " + last;
        player = inside.probe();
      } finally {
        server.openFiles(limit);
        for (Wire wire : newcomers) {
          wire.close();
        }
      }
    }
    List<String> said = server.said();
    said = said.subList(linesBefore, said.size());
    long lines = said.stream().filter(line -> !line.contains(" INFO ")).count();
    boolean traced = said.stream().anyMatch(LogCheck::isTrace);
    return new Answer(
        newcomer
            + ", players "
            + (player.equals(Answer.PLAYS_ON) ? "play on" : "get: " + player)
            + ", "
            + (recovers(target) ? "recovers" : "does not recover")
            + ", "
            + (traced
                ? "stack traces"
                : lines > MAX_LOG_LINES ? lines + " warnings" : "quiet log"));
  }

  private static boolean recovers(Target target) throws InterruptedException {
    long untilNs = System.nanoTime() + RECOVERY_SECONDS * 1_000_000_000L;
    while (System.nanoTime() - untilNs < 0) {
      try {
        if (FrameAttacks.alive(target).equals(Answer.PLAYS_ON)) {
          return true;
        }
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
    return false;
  }

  private static long openFilesLimit(Path proc) throws IOException {
    for (String line : Files.readAllLines(proc.resolve("limits"))) {
      if (line.startsWith("Max open files")) {
        return Long.parseLong(line.substring("Max open files".length()).strip().split(" +")[0]);
      }
    }
    throw new IOException("no limit of open files in " + proc);
  }

  /** A server of its own, attacked as the first one is. */
  static Target aside(Target target, ServerChild server) {
    return new Target(
        server.port(),
        "any",
        target.apiKey(),
        target.ticketSecret(),
        server,
        new AtomicInteger(),
        null);
  }

  private static Answer diskFull(Target target) throws IOException, InterruptedException {
    Path full = Path.of("/dev/full");
    if (target.process() == null) {
      return notOurs();
    }
    if (!Files.exists(full)) {
      return new Answer(SKIPPED + "there is no " + full);
    }
    List<String> options = List.of("--log-level", "debug");
    try (ServerChild server = target.process().sibling(options, Map.of(), full)) {
      Target other = aside(target, server);
      List<Answer> answers = new ArrayList<>();
      try (Peer player = other.join()) {
        for (int i = 0; i < 50; i++) {
          answers.add(player.probe());
          other.join().close(); // Each is a line of the log.
        }
      }
      answers.add(FrameAttacks.alive(other));
      return Answer.all(answers);
    }
  }

  private static Path faketime() throws IOException {
    Path lib = Path.of("/usr/lib");
    if (!Files.isDirectory(lib)) {
      return null;
    }
    try (Stream<Path> files = Files.find(lib, 3, (p, a) -> p.endsWith("libfaketimeMT.so.1"))) {
      return files.findFirst().orElse(null);
    }
  }

  private static Answer clock(Target target) throws IOException, InterruptedException {
    if (target.process() == null) {
      return notOurs();
    }
    Path library = faketime();
    if (library == null) {
      return new Answer(SKIPPED + "libfaketime is not installed");
    }
    Path offset = target.process().file("clock-offset.txt");
    Files.writeString(offset, "+0");
    Map<String, String> environment =
        Map.of(
            "LD_PRELOAD",
            library.toString(),
            "FAKETIME_TIMESTAMP_FILE",
            offset.toString(),
            "FAKETIME_CACHE_DURATION",
            "1",
            "FAKETIME_DONT_FAKE_MONOTONIC",
            "1",
            // Neither is needed, and either makes a JVM's start twenty times as long.
            "FAKETIME_FORCE_MONOTONIC_FIX",
            "0",
            "NO_FAKE_STAT",
            "1");
    List<String> options = AttackServer.patientOptions(target.apiKey(), target.ticketSecret());
    Path log = target.process().file("server-clock.log");
    try (ServerChild server = target.process().sibling(options, environment, log);
        Peer player = aside(target, server).join()) {
      Target other = aside(target, server);
      Peer lost = other.join();
      lost.wire().reset();
      Files.writeString(offset, DAY_LATER);
      TimeUnit.MILLISECONDS.sleep(CLOCK_READ_MS);
      Answer ahead = player.probe();
      String resumed = comesIn(other, "Resume " + lost.welcome().getResumeToken());
      String secret = target.ticketSecret();
      String old = comesIn(other, "Bearer " + Tickets.hs256(secret, Tickets.claims(60)));
      long day = Long.parseLong(DAY_LATER.substring(1));
      String fresh = comesIn(other, "Bearer " + Tickets.hs256(secret, Tickets.claims(day + 60)));
      Files.writeString(offset, "-86400");
      TimeUnit.MILLISECONDS.sleep(CLOCK_READ_MS);
      Answer back = player.probe();
      return new Answer(
          String.join(
              ", ",
              ahead.text(),
              resumed.equals("in") ? "resumes" : "resume: " + resumed,
              old.equals("HTTP 401 ERROR_BAD_TICKET") ? "old ticket refused" : "old: " + old,
              fresh.equals("in") ? "new ticket taken" : "new: " + fresh,
              back.text()));
    }
  }

  private static String comesIn(Target target, String credential) throws IOException {
    try (Wire wire = target.connect()) {
      String header = "Authorization: " + credential;
      String request = Requests.upgrade(target, Protocol.SUBPROTOCOL_BINARY, header);
      Answer answer = wire.send(request).answer();
      return answer.text().equals("HTTP 101") ? "in" : answer.text();
    }
  }

  private static Answer tls(Target target) throws IOException, InterruptedException {
    if (target.process() == null) {
      return notOurs();
    }
    List<String> options = List.of("--tls-self-signed");
    Path log = target.process().file("server-tls.log");
    try (ServerChild server = target.process().sibling(options, Map.of(), log)) {
      Target other = aside(target, server);
      String[] sayings = {
        "", "\26\3\1\2\0\1\0", "\26\3\1\0\4\377\377\377\377", Requests.get(other, "/healthz")
      };
      List<Answer> answers = new ArrayList<>();
      for (String saying : sayings) {
        try (Wire wire = other.connect()) {
          answers.add(wire.sendAnyway(saying).endOfTls());
        }
      }
      SSLContext context = AnyCertificate.context();
      byte[] hello = clientHello(context);
      for (int i = 0; i < 20; i++) {
        int part = i % 2 == 0 ? hello.length : hello.length / 2;
        other.connect().send(Arrays.copyOf(hello, part)).reset();
      }
      if (server.said().stream().anyMatch(LogCheck::isTrace)) {
        answers.add(new Answer("stack traces"));
      }
      return new Answer(Answer.all(answers) + "; " + overTls(other, context));
    }
  }

  private static byte[] clientHello(SSLContext context) throws IOException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), hello);
    return Arrays.copyOf(hello.array(), hello.position());
  }

  private static String overTls(Target target, SSLContext context) throws IOException {
    try (Socket socket = context.getSocketFactory().createSocket()) {
      socket.connect(target.server(), Wire.PATIENCE_MS);
      socket.setSoTimeout(Wire.PATIENCE_MS);
      String request = Requests.get(target, "/healthz", "Connection: close");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return "HTTP " + answer.split(" ", 3)[1] + " over TLS";
    }
  }
}
