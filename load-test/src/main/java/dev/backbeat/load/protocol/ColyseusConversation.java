package dev.backbeat.load.protocol;

import dev.backbeat.load.wire.Upgrade;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A client of the Colyseus peer: asks for a seat by HTTP, opens the WebSocket that belongs to it,
 * answers the handshake, which brings the types of the state, and then follows the state. The first
 * byte of a message says what it is (lower five bits) and how (upper three).
 */
final class ColyseusConversation implements Conversation {
  private static final Duration SEAT_TIMEOUT = Duration.ofSeconds(15);
  private static final int CODE_MASK = 0x1f;
  private static final int JOIN_ROOM = 10;
  private static final int ERROR = 11;
  private static final int LEAVE_ROOM = 12;
  private static final int ROOM_DATA = 13;
  private static final int ROOM_STATE = 14;
  private static final int ROOM_STATE_PATCH = 15;

  private final ProtocolOptions options;
  private final HttpClient http;
  private final Seat seat;
  private final ClientEvents events;
  private final Steering steering;
  private final ViewCount view;
  private final byte[] input = new byte[64];
  private final int inputDx;
  private final int inputDy;
  private final int inputSequence;
  private volatile String sessionId = "";
  private ColyseusRoom room;
  private boolean joined;
  private long sequence;
  private long patches;

  ColyseusConversation(ProtocolOptions options, HttpClient http, Seat seat, ClientEvents events) {
    this.options = options;
    this.http = http;
    this.seat = seat;
    this.events = events;
    this.steering = new Steering(options, seat);
    this.view = seat.decodes() ? new ViewCount() : null;
    // MessagePack: "input", then a map of dx and dy (64-bit floats) and seq (unsigned, 32 bits).
    int at = 0;
    input[at++] = ROOM_DATA;
    at = string(at, "input");
    input[at++] = (byte) 0x83;
    at = string(at, "dx");
    input[at++] = (byte) 0xcb;
    inputDx = at;
    at = string(at + 8, "dy");
    input[at++] = (byte) 0xcb;
    inputDy = at;
    inputSequence = string(at + 8, "seq");
  }

  private int string(int at, String text) {
    input[at] = (byte) (0xa0 | text.length());
    return DecimalText.put(input, at + 1, Bytes.ascii(text));
  }

  @Override
  public CompletionStage<Upgrade> upgrade() {
    String scheme = "wss".equalsIgnoreCase(options.url().getScheme()) ? "https" : "http";
    String base = scheme + "://" + options.hostAndPort() + options.basePath();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/matchmake/joinOrCreate/" + options.game()))
            .timeout(SEAT_TIMEOUT)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"k\":" + seat.room() + "}"))
            .build();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(this::seated);
  }

  private Upgrade seated(HttpResponse<String> response) {
    try {
      JsonObject body = new JsonObject(response.body());
      String session = body.getString("sessionId");
      String roomId = body.getString("roomId");
      String process = body.getString("processId");
      if (response.statusCode() != 200 || session == null || roomId == null || process == null) {
        throw new IllegalStateException(response.statusCode() + " " + response.body());
      }
      sessionId = session;
      String target = options.basePath() + "/" + process + "/" + roomId + "?sessionId=" + session;
      return new Upgrade(options.hostAndPort(), target, "", Map.of());
    } catch (DecodeException | ClassCastException e) {
      throw new IllegalStateException(response.statusCode() + " " + response.body(), e);
    }
  }

  @Override
  public void onOpen() {
    // The server speaks first.
  }

  @Override
  public void onInputDue(long dueNs, long nowNs) {
    steering.next();
    sequence++;
    Bytes.putBigEndianLong(input, inputDx, Double.doubleToRawLongBits(steering.dx()));
    Bytes.putBigEndianLong(input, inputDy, Double.doubleToRawLongBits(steering.dy()));
    int length = putSequence();
    events.awaitAck(sequence, dueNs);
    events.sendInput(false, input, length);
  }

  /** In as few bytes as MessagePack has for it; returns where the message ends. */
  private int putSequence() {
    int at = inputSequence;
    int value = (int) sequence;
    if (sequence < 0x80) {
      input[at++] = (byte) value;
    } else if (sequence < 0x10000) {
      input[at++] = (byte) (sequence < 0x100 ? 0xcc : 0xcd);
      if (sequence >= 0x100) {
        input[at++] = (byte) (value >>> 8);
      }
      input[at++] = (byte) value;
    } else {
      input[at++] = (byte) 0xce;
      for (int shift = 24; shift >= 0; shift -= 8) {
        input[at++] = (byte) (value >>> shift);
      }
    }
    return at;
  }

  @Override
  public void onMessage(boolean text, byte[] data, int offset, int length, long nowNs) {
    if (text || length == 0) {
      events.fail("malformed_frame", "a message of " + length + " bytes");
      return;
    }
    try {
      int end = offset + length;
      switch (data[offset] & CODE_MASK) {
        case JOIN_ROOM -> onJoinRoom(data, offset + 1, end);
        case ROOM_STATE -> onState(data, bodyAt(data, offset), end, nowNs);
        case ROOM_STATE_PATCH -> onPatch(data, bodyAt(data, offset), end, nowNs);
        case ERROR ->
            events.fail("error", new String(data, offset, length, StandardCharsets.UTF_8));
        default -> {
          // Pings and messages of the room: of no interest here.
        }
      }
    } catch (SchemaException e) {
      events.fail("malformed_frame", e.getMessage());
    } catch (ArrayIndexOutOfBoundsException e) {
      events.fail("malformed_frame", "the handshake ends within a value");
    }
  }

  /** Behind the code and, in rooms that asked for it, two times. */
  private static int bodyAt(byte[] data, int offset) {
    return offset + ((data[offset] & 0x80) != 0 ? 9 : 1);
  }

  /** Reconnection token, name of the serializer, types of the state, more sections. */
  private void onJoinRoom(byte[] data, int offset, int end) {
    int at = offset;
    at += 1 + (data[at] & 0xff);
    at += 1 + (data[at] & 0xff);
    SchemaBytes in = new SchemaBytes();
    in.wrap(data, at, end - at);
    int length = (int) in.readNumber();
    int begin = end - in.remaining();
    in.skip(length);
    room = new ColyseusRoom(SchemaReflection.parse(data, begin, length), sessionId);
    byte[] answer = {JOIN_ROOM};
    events.send(false, answer, 1);
  }

  private void onState(byte[] data, int at, int end, long nowNs) {
    if (room == null) {
      events.fail("malformed_frame", "a state before the types of the state");
      return;
    }
    room.apply(data, at, end - at);
    if (!joined) {
      joined = true;
      events.onJoined(options.tickHz(), 1, nowNs);
    }
  }

  private void onPatch(byte[] data, int at, int end, long nowNs) {
    if (!joined) {
      return;
    }
    room.apply(data, at, end - at);
    patches++;
    events.onAck(room.ownSequence(), nowNs);
    if (view != null) {
      if (!room.present()) {
        events.onViolation("client " + seat.index() + ", patch " + patches + ": it is not there");
      }
      view.onTick(patches, room.players());
    }
    events.onTick(patches, false, nowNs);
  }

  @Override
  public boolean leave() {
    byte[] message = {LEAVE_ROOM};
    events.send(false, message, 1);
    return true;
  }

  @Override
  public ViewCount view() {
    return view;
  }
}
