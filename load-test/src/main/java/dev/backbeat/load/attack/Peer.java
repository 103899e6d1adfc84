package dev.backbeat.load.attack;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.Chat;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.Leave;
import dev.backbeat.v1.Ping;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An attacker's WebSocket. Sees to it that the server keeps the rules, too. One thread. */
final class Peer implements AutoCloseable {
  private static final Pattern JSON_ERROR = Pattern.compile("\"code\":\\s*\"(ERROR_[A-Z_]+)\"");
  private static final Pattern JSON_PONG =
      Pattern.compile("\"pong\":\\s*\\{\\s*\"clientTimeUs\":\\s*\"([0-9]+)\"");
  private static final int MAX_FRAME_BYTES = 1 << 20;
  private static final int MAX_CHATS = 256;

  private static final byte[] LEAVE =
      Frames.of(
          Frames.BINARY,
          ClientFrame.newBuilder().setLeave(Leave.getDefaultInstance()).build().toByteArray());

  private final Wire wire;
  private final boolean json;
  private final Set<String> errors = new LinkedHashSet<>();
  private Welcome welcome = Welcome.getDefaultInstance();
  private String text = "";
  private final Queue<String> chats = new ArrayDeque<>();
  private int closeCode;
  private long lastPong = -1;
  private long nextPing = 1_000;
  private boolean answersPings = true;
  private final Queue<byte[]> pongs = new ArrayDeque<>();

  private Peer(Wire wire, boolean json) {
    this.wire = wire;
    this.json = json;
  }

  /** Upgrades; anything but 101 is an exception. */
  static Peer open(Target target, InetAddress from, boolean json) throws IOException {
    Wire wire = Wire.connect(target.server(), from);
    boolean open = false;
    try {
      String subprotocol = json ? Protocol.SUBPROTOCOL_JSON : Protocol.SUBPROTOCOL_BINARY;
      Peer peer = upgrade(wire, Requests.upgrade(target, subprotocol), json);
      open = true;
      return peer;
    } finally {
      if (!open) {
        wire.close();
      }
    }
  }

  /** Upgrades a connection by a request. */
  static Peer upgrade(Wire wire, String request, boolean json) throws IOException {
    Wire.Response response = wire.send(request).response();
    if (response.status() != 101) {
      throw new IOException("no upgrade: " + response.answer());
    }
    return new Peer(wire, json);
  }

  Wire wire() {
    return wire;
  }

  Welcome welcome() {
    return welcome;
  }

  Peer ignorePings() {
    answersPings = false;
    return this;
  }

  /** Joins a room and waits for the Welcome. */
  Peer join(String room) throws IOException {
    sendJoin(room, "mallory");
    boolean in = false;
    try {
      while (!in) {
        int opcode = next();
        if (opcode == Frames.CLOSE) {
          throw new IOException("not let into the room: " + errors);
        }
        in = json ? text.contains("\"welcome\"") : welcome.getPlayer() != 0;
      }
    } finally {
      if (!in) {
        close();
      }
    }
    return this;
  }

  Peer sendJoin(String room, String name) throws IOException {
    if (json) {
      String join = "{\"join\":{\"protocolVersion\":1,\"room\":\"%s\",\"name\":\"%s\"}}";
      return raw(Frames.text(join.formatted(room, name)));
    }
    Join.Builder join = Join.newBuilder().setProtocolVersion(1).setRoom(room).setName(name);
    return send(ClientFrame.newBuilder().setJoin(join).build());
  }

  /** A message as protobuf. */
  Peer send(ClientFrame frame) throws IOException {
    return raw(Frames.of(Frames.BINARY, frame.toByteArray()));
  }

  Peer send(ClientFrame.Builder frame) throws IOException {
    return send(frame.build());
  }

  Peer raw(byte[] bytes) throws IOException {
    wire.send(bytes);
    return this;
  }

  /** As {@link #raw}; whether the server still takes it does not matter. */
  Peer anyway(byte[] bytes) {
    wire.sendAnyway(bytes);
    return this;
  }

  /** Bytes one by one, each in a segment of its own. */
  Peer chopped(byte[] bytes) throws IOException {
    for (byte b : bytes) {
      wire.send(new byte[] {b});
    }
    return this;
  }

  /** Asks whether it is still played on: sends a ping of the protocol and waits for the pong. */
  Answer probe() throws IOException {
    long time = nextPing++;
    try {
      if (json) {
        raw(Frames.text("{\"ping\":{\"clientTimeUs\":\"%d\"}}".formatted(time)));
      } else {
        send(ClientFrame.newBuilder().setPing(Ping.newBuilder().setClientTimeUs(time)));
      }
    } catch (SocketException e) {
      return end(); // Closed already; why, is still to be read.
    }
    return await(time);
  }

  /** Waits for the end of the connection. */
  Answer end() throws IOException {
    return await(-1);
  }

  private Answer await(long pongTime) throws IOException {
    try {
      long untilNs = System.nanoTime() + Wire.PATIENCE_MS * 1_000_000L;
      while (System.nanoTime() - untilNs < 0) {
        int opcode = next();
        if (opcode == Frames.CLOSE) {
          return closed();
        }
        boolean data = opcode == Frames.BINARY || opcode == Frames.TEXT;
        if (data && pongTime >= 0 && lastPong == pongTime) {
          Answer answer = Answer.playsOn(errors);
          errors.clear();
          return answer;
        }
      }
      return Answer.NOTHING;
    } catch (SocketTimeoutException e) {
      return Answer.NOTHING;
    } catch (EOFException | SocketException e) {
      return errors.isEmpty() ? Answer.CLOSED : new Answer("closed " + String.join(" ", errors));
    }
  }

  /** A close frame came: it is answered, and the server has to hang up. */
  private Answer closed() throws IOException {
    byte[] echo = closeCode == 1005 ? new byte[0] : Frames.closePayload(closeCode, new byte[0]);
    anyway(Frames.of(Frames.CLOSE, echo));
    Answer answer = Answer.close(closeCode, String.join(" ", errors));
    Answer end = wire.end();
    return end.equals(Answer.CLOSED)
        ? answer
        : new Answer(answer.text() + ", then not closed but: " + end.text());
  }

  /** Reads for so long, or until it is closed; how many frames with data came. */
  int framesIn(long ms) throws IOException {
    long untilNs = System.nanoTime() + ms * 1_000_000;
    int frames = 0;
    while (System.nanoTime() - untilNs < 0) {
      int opcode = next();
      if (opcode == Frames.CLOSE) {
        break;
      }
      frames += opcode == Frames.BINARY ? 1 : 0;
    }
    return frames;
  }

  /** Waits for the Welcome; null = it came, else how it ended. */
  Answer awaitWelcome() throws IOException {
    while (welcome.getPlayer() == 0) {
      if (next() == Frames.CLOSE) {
        return closed();
      }
    }
    return null;
  }

  /** The next chat line that starts so; null = none came in that time. */
  String awaitChat(String start, long ms) throws IOException {
    long untilNs = System.nanoTime() + ms * 1_000_000;
    while (System.nanoTime() - untilNs < 0) {
      // A frame may have many, of many players.
      while (!chats.isEmpty()) {
        String line = chats.remove();
        if (line.startsWith(start)) {
          return line;
        }
      }
      if (next() == Frames.CLOSE) {
        throw new IOException("closed with " + closeCode + " " + errors + ", without the chat");
      }
    }
    return null;
  }

  /** Waits for the end of the connection and leaves the server's close frame unanswered. */
  Answer endWithoutAnswer() throws IOException {
    try {
      while (next() != Frames.CLOSE) {
        // What was on its way.
      }
      return wire.end();
    } catch (EOFException | SocketException e) {
      return Answer.CLOSED;
    }
  }

  /** Whether a pong came, since the last one that was waited for. */
  boolean sawPong() {
    return !pongs.isEmpty();
  }

  /** The payload of the next WebSocket pong. */
  byte[] awaitPong() throws IOException {
    while (pongs.isEmpty()) {
      if (next() == Frames.CLOSE) {
        throw new IOException("closed with " + closeCode + " " + errors + ", without a pong");
      }
    }
    return pongs.remove();
  }

  /** Reads one frame, checks that a server may send it, and says its opcode. */
  private int next() throws IOException {
    DataInputStream in = wire.in();
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    long length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    int opcode = first & 0x0f;
    boolean control = opcode >= Frames.CLOSE;
    if ((first & 0xf0) != 0x80
        || (second & 0x80) != 0
        || length < 0
        || length > (control ? 125 : MAX_FRAME_BYTES)) {
      throw new IOException(
          "the server sent a frame that starts %02x %02x".formatted(first, second));
    }
    byte[] payload = in.readNBytes((int) length);
    if (payload.length < length) {
      throw new EOFException();
    }
    switch (opcode) {
      case Frames.BINARY -> onBinary(payload);
      case Frames.TEXT -> onText(new String(payload, StandardCharsets.UTF_8));
      case Frames.CLOSE -> closeCode = closeCode(payload);
      case Frames.PING -> {
        if (answersPings) {
          anyway(Frames.of(Frames.PONG, payload));
        }
      }
      case Frames.PONG -> pongs.add(payload);
      default -> throw new IOException("the server sent a frame with opcode " + opcode);
    }
    return opcode;
  }

  private static int closeCode(byte[] payload) {
    return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
  }

  private void onBinary(byte[] payload) throws IOException {
    ServerFrame frame = ServerFrame.parseFrom(payload);
    if (frame.hasWelcome()) {
      welcome = frame.getWelcome();
    }
    if (frame.hasError()) {
      errors.add(frame.getError().getCode().name());
    }
    for (Chat line : frame.getChatsList()) {
      chats.add(line.getText());
      if (chats.size() > MAX_CHATS) {
        chats.remove();
      }
    }
    if (frame.hasPong()) {
      lastPong = frame.getPong().getClientTimeUs();
    }
  }

  private void onText(String message) {
    text = message;
    Matcher error = JSON_ERROR.matcher(message);
    if (error.find()) {
      errors.add(error.group(1));
    }
    Matcher answer = JSON_PONG.matcher(message);
    if (answer.find()) {
      lastPong = Long.parseLong(answer.group(1));
    }
  }

  /** Gives the seat up, if there is one, so that it is not kept for somebody to come back. */
  @Override
  public void close() throws IOException {
    if (!json) {
      anyway(LEAVE);
    }
    wire.close();
  }
}
