package dev.backbeat.load.protocol;

import dev.backbeat.load.wire.Upgrade;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A client of the Socket.IO peer. One character for the transport (Engine.IO 4: open, close, ping,
 * pong, message), one for the packet (connect, disconnect, event), then JSON: {@code
 * 42["state",{"t":tick,"p":[players that changed]}]}. Most clients look for their own id in the
 * text where it was the last time; the decoding ones parse all of it.
 */
final class SocketIoConversation implements Conversation {
  private static final byte[] CONNECT_ERROR = Bytes.ascii("44");
  private static final byte[] EVENT_WELCOME = Bytes.ascii("42[\"welcome\",");
  private static final byte[] EVENT_STATE = Bytes.ascii("42[\"state\",{\"t\":");
  private static final byte[] EVENT_LEFT = Bytes.ascii("42[\"left\",");
  private static final byte[] SEQUENCE = Bytes.ascii("\"seq\":");
  private static final byte[] INPUT_DX = Bytes.ascii("42[\"input\",{\"dx\":");
  private static final byte[] INPUT_DY = Bytes.ascii(",\"dy\":");
  private static final byte[] INPUT_SEQUENCE = Bytes.ascii(",\"seq\":");
  private static final byte[] INPUT_END = Bytes.ascii("}]");

  /** How far texts may have moved from one message to the next. */
  private static final int SLACK = 256;

  private final ProtocolOptions options;
  private final Seat seat;
  private final ClientEvents events;
  private final Steering steering;
  private final ViewCount view;
  private final Set<Integer> known = new HashSet<>();
  private final byte[] input = new byte[128];
  private byte[] ownId;
  private int ownPlace;
  private long sequence;

  SocketIoConversation(ProtocolOptions options, Seat seat, ClientEvents events) {
    this.options = options;
    this.seat = seat;
    this.events = events;
    this.steering = new Steering(options, seat);
    this.view = seat.decodes() ? new ViewCount() : null;
  }

  @Override
  public CompletionStage<Upgrade> upgrade() {
    String path = options.basePath().isEmpty() ? "/socket.io" : options.basePath();
    String target = path + "/?EIO=4&transport=websocket";
    return CompletableFuture.completedFuture(
        new Upgrade(options.hostAndPort(), target, "", Map.of()));
  }

  @Override
  public void onOpen() {
    // The server speaks first.
  }

  private void send(String packet) {
    byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
    events.send(true, bytes, bytes.length);
  }

  @Override
  public void onInputDue(long dueNs, long nowNs) {
    steering.next();
    sequence++;
    int at = DecimalText.put(input, 0, INPUT_DX);
    at = DecimalText.putFraction(input, at, steering.dx());
    at = DecimalText.put(input, at, INPUT_DY);
    at = DecimalText.putFraction(input, at, steering.dy());
    at = DecimalText.put(input, at, INPUT_SEQUENCE);
    at = DecimalText.putLong(input, at, sequence);
    at = DecimalText.put(input, at, INPUT_END);
    events.awaitAck(sequence, dueNs);
    events.sendInput(true, input, at);
  }

  @Override
  public void onMessage(boolean text, byte[] data, int offset, int length, long nowNs) {
    int end = offset + length;
    if (!text || length == 0) {
      events.fail("malformed_frame", "a message of " + length + " bytes that is no packet");
    } else if (data[offset] == '0') {
      send("40{\"room\":" + seat.room() + "}");
    } else if (data[offset] == '2') {
      send("3");
    } else if (Bytes.startsWith(data, offset, end, EVENT_STATE)) {
      onState(data, offset, end, nowNs);
    } else if (Bytes.startsWith(data, offset, end, EVENT_WELCOME)) {
      onWelcome(data, offset + EVENT_WELCOME.length, end, nowNs);
    } else if (Bytes.startsWith(data, offset, end, EVENT_LEFT)) {
      known.remove((int) readNumber(data, offset + EVENT_LEFT.length, end));
    } else if (Bytes.startsWith(data, offset, end, CONNECT_ERROR)) {
      events.fail("connect_error", new String(data, offset, length, StandardCharsets.UTF_8));
    }
  }

  private void onWelcome(byte[] data, int at, int end, long nowNs) {
    if (ownId == null) {
      ownId = Bytes.ascii("\"id\":" + readNumber(data, at, end) + ",");
      events.onJoined(options.tickHz(), 1, nowNs);
    }
  }

  private void onState(byte[] data, int offset, int end, long nowNs) {
    if (ownId == null) {
      return;
    }
    long tick = readNumber(data, offset + EVENT_STATE.length, end);
    int own = Bytes.indexOf(data, offset + ownPlace - SLACK, end, ownId);
    own = own < 0 ? Bytes.indexOf(data, offset, end, ownId) : own;
    int field = own < 0 ? -1 : Bytes.indexOf(data, own, end, SEQUENCE);
    if (field >= 0) {
      ownPlace = own - offset;
      events.onAck(readNumber(data, field + SEQUENCE.length, end), nowNs);
    }
    if (view != null) {
      decode(new String(data, offset + 2, end - offset - 2, StandardCharsets.UTF_8), tick);
    }
    events.onTick(tick, false, nowNs);
  }

  private void decode(String json, long tick) {
    try {
      JsonArray players = new JsonArray(json).getJsonObject(1).getJsonArray("p");
      for (int i = 0; i < players.size(); i++) {
        JsonObject player = players.getJsonObject(i);
        int id = player.getInteger("id");
        if (!known.add(id) || player.containsKey("hp")) {
          continue;
        }
        events.onViolation(
            "client " + seat.index() + ", tick " + tick + ": a change of unknown player " + id);
      }
      view.onTick(tick, known.size());
    } catch (DecodeException | ClassCastException | NullPointerException e) {
      events.fail("malformed_frame", "a state that is not what it should be: " + e);
    }
  }

  /** The digits at {@code at}. */
  private static long readNumber(byte[] data, int at, int end) {
    long value = 0;
    for (int i = at; i < end && data[i] >= '0' && data[i] <= '9'; i++) {
      value = value * 10 + data[i] - '0';
    }
    return value;
  }

  @Override
  public boolean leave() {
    send("41");
    return false;
  }

  @Override
  public ViewCount view() {
    return view;
  }
}
