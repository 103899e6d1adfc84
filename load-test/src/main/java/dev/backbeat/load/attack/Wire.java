package dev.backbeat.load.attack;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A TCP connection on which anything may be said. One thread; blocking, with a patience. */
final class Wire implements AutoCloseable {
  /** How long an answer is waited for. */
  static final int PATIENCE_MS = 12_000;

  private static final int MAX_BODY_BYTES = 1 << 20;

  private final Socket socket;
  private final Paced paced;
  private final DataInputStream in;
  private final OutputStream out;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.paced = new Paced(socket.getInputStream());
    this.in = new DataInputStream(new BufferedInputStream(paced, 16_384));
    this.out = socket.getOutputStream();
  }

  /** Connects from an address of this machine. */
  static Wire connect(InetSocketAddress server, InetAddress from) throws IOException {
    return connect(server, from, 0);
  }

  /**
   * The same with a receive buffer of a size.
   *
   * @param receiveBufferBytes 0 = the system's own
   */
  static Wire connect(InetSocketAddress server, InetAddress from, int receiveBufferBytes)
      throws IOException {
    Socket socket = new Socket();
    boolean connected = false;
    try {
      if (receiveBufferBytes > 0) {
        socket.setReceiveBufferSize(receiveBufferBytes);
      }
      socket.bind(new InetSocketAddress(from, 0));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(server, PATIENCE_MS);
      connected = true;
      return new Wire(socket);
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  /**
   * A response of an HTTP server.
   *
   * @param headers as they came, one per line
   */
  record Response(int status, List<String> headers, String body) {
    /** The value of a header; "" = it is not there. */
    String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst()
          .orElse("");
    }

    Answer answer() {
      return Answer.http(status, header("X-Backbeat-Error"));
    }
  }

  /** Sends text, each character as one byte. */
  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Wire send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** As {@link #send}; whether the server still takes it does not matter. */
  Wire sendAnyway(byte[] bytes) {
    try {
      return send(bytes);
    } catch (IOException refused) {
      return this; // What it answered is read later.
    }
  }

  Wire sendAnyway(String text) {
    return sendAnyway(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** How long reads wait from now on. */
  Wire patience(int ms) throws IOException {
    socket.setSoTimeout(ms);
    return this;
  }

  /**
   * Takes what comes in pieces from now on, one every so often; the rest waits in the kernel.
   *
   * @param pieceBytes 0 = all of it at once
   * @param before what is done before each piece, on the reader's thread
   */
  void pace(int pieceBytes, int everyMs, Runnable before) {
    paced.pieceBytes = pieceBytes;
    paced.everyMs = everyMs;
    paced.before = before;
  }

  /** How many bytes were taken so far. */
  long takenBytes() {
    return paced.takenBytes;
  }

  private static final class Paced extends FilterInputStream {
    private int pieceBytes;
    private int everyMs;
    private Runnable before;
    private long takenBytes;

    Paced(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (pieceBytes == 0) {
        return taken(in.read(buffer, offset, length));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(everyMs);
        before.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
      return taken(in.read(buffer, offset, Math.min(length, pieceBytes)));
    }

    private int taken(int bytes) {
      takenBytes += Math.max(0, bytes);
      return bytes;
    }
  }

  /** What the server answers over HTTP. */
  Answer answer() throws IOException {
    try {
      return response().answer();
    } catch (SocketTimeoutException e) {
      return Answer.NOTHING;
    } catch (EOFException | SocketException e) {
      return Answer.CLOSED;
    }
  }

  /** Whether the server closes without a further byte, or else what it does. */
  Answer end() throws IOException {
    try {
      int more = in.read();
      return more < 0 ? Answer.CLOSED : new Answer("more bytes");
    } catch (SocketTimeoutException e) {
      return Answer.NOTHING;
    } catch (SocketException e) {
      return Answer.CLOSED;
    }
  }

  /** As {@link #end}; a TLS server may say in an alert why it closes. */
  Answer endOfTls() throws IOException {
    Answer first = end();
    if (!first.text().equals("more bytes")) {
      return first;
    }
    try {
      in.readNBytes(MAX_BODY_BYTES);
      return Answer.CLOSED;
    } catch (SocketTimeoutException e) {
      return Answer.NOTHING;
    } catch (SocketException e) {
      return Answer.CLOSED;
    }
  }

  /** The next response. */
  Response response() throws IOException {
    String status = line();
    String[] words = status.split(" ");
    if (words.length < 2 || !words[0].startsWith("HTTP/") || !words[1].matches("[1-5][0-9][0-9]")) {
      throw new IOException("no HTTP response: '" + status + "'");
    }
    List<String> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      headers.add(line);
    }
    Response head = new Response(Integer.parseInt(words[1]), List.copyOf(headers), "");
    String length = head.header("Content-Length");
    int bytes = length.matches("[0-9]{1,7}") ? Integer.parseInt(length) : 0;
    String body =
        new String(in.readNBytes(Math.min(bytes, MAX_BODY_BYTES)), StandardCharsets.UTF_8);
    return new Response(head.status, head.headers, body);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  DataInputStream in() {
    return in;
  }

  /** Ends with a reset, as when a machine loses power, seen by its router. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Sends the end of the stream, and goes on reading. */
  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
