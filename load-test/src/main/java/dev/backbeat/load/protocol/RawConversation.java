package dev.backbeat.load.protocol;

import dev.backbeat.load.wire.Upgrade;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A client of the hand-written binary messages, all little-endian: the server says {@code 0, u16
 * own id}, then each tick {@code 2, u32 tick, u16 players} and 32 bytes per player, which begin
 * with its id and end with the newest input received; the client says {@code 1, u32 sequence
 * number, f32 dx, f32 dy}. The room is the last part of the path.
 */
final class RawConversation implements Conversation {
  private static final int WELCOME = 0;
  private static final int INPUT = 1;
  private static final int STATE = 2;
  private static final int STATE_HEADER_BYTES = 7;
  private static final int PLAYER_BYTES = 32;
  private static final int SEQUENCE_AT = 28;
  private static final int INPUT_BYTES = 13;

  private final ProtocolOptions options;
  private final Seat seat;
  private final ClientEvents events;
  private final Steering steering;
  private final ViewCount view;
  private final byte[] input = new byte[INPUT_BYTES];
  private int ownId = -1;
  private int sequence;

  RawConversation(ProtocolOptions options, Seat seat, ClientEvents events) {
    this.options = options;
    this.seat = seat;
    this.events = events;
    this.steering = new Steering(options, seat);
    this.view = seat.decodes() ? new ViewCount() : null;
    input[0] = INPUT;
  }

  @Override
  public CompletionStage<Upgrade> upgrade() {
    String target = options.basePath() + "/" + seat.room();
    return CompletableFuture.completedFuture(
        new Upgrade(options.hostAndPort(), target, "", Map.of()));
  }

  @Override
  public void onOpen() {
    // The server speaks first.
  }

  @Override
  public void onInputDue(long dueNs, long nowNs) {
    steering.next();
    Bytes.putInt(input, 1, ++sequence);
    Bytes.putInt(input, 5, Float.floatToRawIntBits((float) steering.dx()));
    Bytes.putInt(input, 9, Float.floatToRawIntBits((float) steering.dy()));
    events.awaitAck(sequence, dueNs);
    events.sendInput(false, input, INPUT_BYTES);
  }

  @Override
  public void onMessage(boolean text, byte[] data, int offset, int length, long nowNs) {
    if (text || length < 3) {
      events.fail("malformed_frame", "a message of " + length + " bytes");
    } else if (data[offset] == STATE && ownId >= 0) {
      onState(data, offset, length, nowNs);
    } else if (data[offset] == WELCOME && ownId < 0) {
      ownId = Bytes.unsignedShortAt(data, offset + 1);
      events.onJoined(options.tickHz(), 1, nowNs);
    }
  }

  private void onState(byte[] data, int offset, int length, long nowNs) {
    int players = length < STATE_HEADER_BYTES ? -1 : Bytes.unsignedShortAt(data, offset + 5);
    if (length != STATE_HEADER_BYTES + players * PLAYER_BYTES) {
      events.fail("malformed_frame", "a state of " + length + " bytes for " + players);
      return;
    }
    long tick = Integer.toUnsignedLong(Bytes.intAt(data, offset + 1));
    int own = ownPlace(data, offset + STATE_HEADER_BYTES, players);
    if (own >= 0) {
      events.onAck(Integer.toUnsignedLong(Bytes.intAt(data, own + SEQUENCE_AT)), nowNs);
    }
    if (view != null) {
      if (own < 0) {
        events.onViolation("client " + seat.index() + ", tick " + tick + ": it is not there");
      }
      view.onTick(tick, players);
    }
    events.onTick(tick, false, nowNs);
  }

  /** Players are in the order of their ids as long as nobody has left: so look there first. */
  private int ownPlace(byte[] data, int at, int players) {
    int likely = at + ownId * PLAYER_BYTES;
    if (ownId < players && Bytes.unsignedShortAt(data, likely) == ownId) {
      return likely;
    }
    for (int i = 0; i < players; i++) {
      if (Bytes.unsignedShortAt(data, at + i * PLAYER_BYTES) == ownId) {
        return at + i * PLAYER_BYTES;
      }
    }
    return -1;
  }

  @Override
  public boolean leave() {
    return false;
  }

  @Override
  public ViewCount view() {
    return view;
  }
}
