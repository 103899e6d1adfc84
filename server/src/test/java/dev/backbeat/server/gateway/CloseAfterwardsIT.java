package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.limit.Limit;
import dev.backbeat.server.ops.DrainRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An answer that is its connection's last, to a request whose body nobody wants: it arrives whole,
 * what is left of the body is read, so that no reset overtakes the answer, and the connection ends.
 */
@Timeout(120)
class CloseAfterwardsIT {
  /** More than both kernels' buffers hold. */
  private static final int BODY_BYTES = 16 << 20;

  private static final byte[] PIECE = "x".repeat(65_536).getBytes(StandardCharsets.ISO_8859_1);
  private static final String CHUNK_OF_PIECE = "10000\r\n";

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A POST with more headers than there may be, without its end. */
  private static String post(String header) {
    StringBuilder head = new StringBuilder("POST /api/rooms HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 20; i++) {
      head.append("X-").append(i).append(": a\r\n");
    }
    return head.append(header).append("\r\n\r\n").toString();
  }

  /** A response's status, its header lines and all of its body, which must be there. */
  private static String answer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      assertTrue(b >= 0, "it broke off behind: " + head);
      head.append((char) b);
    }
    String headers = head.toString().toLowerCase(Locale.ROOT);
    assertTrue(headers.contains("\r\nconnection: close\r\n"), headers);
    String length = headers.replaceAll("(?s).*\r\ncontent-length: ([0-9]+)\r\n.*", "$1");
    byte[] body = in.readNBytes(Integer.parseInt(length));
    assertEquals(Integer.parseInt(length), body.length, "it broke off");
    return head + new String(body, StandardCharsets.UTF_8);
  }

  private static void assertTooManyHeaders(String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
    assertTrue(answer.endsWith("}") && answer.contains("TOO_MANY_HEADERS"), answer);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theAnswerDoesNotWaitForTheBodyAndTheBodyIsReadToItsEnd(boolean chunked) throws Exception {
    try (RunningServer server = new RunningServer("--max-headers", "8");
        Socket socket = server.socket()) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      send(socket, post(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + BODY_BYTES));
      assertTooManyHeaders(answer(in));
      for (int sent = 0; sent < BODY_BYTES; sent += PIECE.length) {
        send(socket, chunked ? CHUNK_OF_PIECE : "");
        socket.getOutputStream().write(PIECE); // A server that hung up would reset.
        send(socket, chunked ? "\r\n" : "");
      }
      send(socket, chunked ? "0\r\n\r\n" : "");
      assertEquals(-1, in.read(), "then it closes, without another byte");
    }
  }

  @Test
  void whoSendsTheWholeBodyFirstReadsTheAnswerToo() throws Exception {
    try (RunningServer server = new RunningServer("--max-headers", "8");
        Socket socket = server.socket()) {
      send(socket, post("Content-Length: " + BODY_BYTES));
      for (int sent = 0; sent < BODY_BYTES; sent += PIECE.length) {
        socket.getOutputStream().write(PIECE);
      }
      InputStream in = new BufferedInputStream(socket.getInputStream());
      assertTooManyHeaders(answer(in));
      assertEquals(-1, in.read());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBodyThatNeverEndsIsNotWaitedFor(boolean trickles) throws Exception {
    try (RunningServer server =
            new RunningServer("--max-headers", "8", "--http-idle-timeout-seconds", "1");
        Socket socket = server.socket()) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      send(socket, post("Content-Length: 1000000000") + "{");
      assertTooManyHeaders(answer(in));
      AtomicBoolean over = new AtomicBoolean();
      Thread sender = new Thread(() -> trickle(socket, over), "trickle");
      if (trickles) {
        sender.start();
      }
      try {
        assertEquals("closed", end(in));
      } finally {
        over.set(true);
        sender.join(WireClient.PATIENCE_MS);
      }
      RunningServer.await("it is counted", () -> idleHits(server) >= 1);
    }
  }

  /** A byte now and then, for as long as the server takes them. */
  private static void trickle(Socket socket, AtomicBoolean over) {
    try {
      while (!over.get()) {
        socket.getOutputStream().write('x');
        LockSupport.parkNanos(10_000_000);
      }
    } catch (IOException closed) {
      over.set(true);
    }
  }

  /** What comes behind the answer: nothing but the end, by whatever means. */
  private static String end(InputStream in) throws IOException {
    try {
      return in.read() < 0 ? "closed" : "more bytes";
    } catch (SocketException reset) {
      return "closed";
    }
  }

  private static int idleHits(RunningServer server) {
    try {
      String label = Limit.HTTP_IDLE_TIME.label();
      return (int) server.metric("backbeat_limit_hits_total{limit=\"" + label + "\"");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void soDoesAServerThatIsAboutToStop() throws Exception {
    try (RunningServer server = new RunningServer();
        WireClient player = WireClient.open(server.port());
        Socket plain = server.socket();
        Socket body = server.socket()) {
      player.joined("any", "keeps-it-open");
      server.server().drain(new DrainRequest(600, "an upgrade", 300));
      InputStream in = new BufferedInputStream(plain.getInputStream());
      send(plain, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
      assertTrue(answer(in).startsWith("HTTP/1.1 200 "));
      assertEquals(-1, in.read());

      InputStream of = new BufferedInputStream(body.getInputStream());
      send(body, "POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n");
      assertTrue(answer(of).startsWith("HTTP/1.1 405 "));
      for (int sent = 0; sent < BODY_BYTES; sent += PIECE.length) {
        body.getOutputStream().write(PIECE);
      }
      assertEquals(-1, of.read());
    }
  }
}
