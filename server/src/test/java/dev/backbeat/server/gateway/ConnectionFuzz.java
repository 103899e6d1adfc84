package dev.backbeat.server.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.protocol.CloseCode;
import dev.backbeat.server.fuzz.FuzzEdits;
import dev.backbeat.server.fuzz.FuzzInput;
import dev.backbeat.v1.ChatSend;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.Leave;
import dev.backbeat.v1.Ping;
import dev.backbeat.v1.Point;
import dev.backbeat.v1.Watch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Up to six connections to a room that is stepped by hand do anything in any order: raw bytes,
 * frames, messages of each kind, inputs near the bounds, lost sockets, resumes with right and wrong
 * tokens. The room lives on, no connection ends by a fault of the server's, a tick consumes one
 * input per player within its bounds ({@link SteppedGame} looks), and all that is sent can be
 * applied.
 */
public final class ConnectionFuzz {
  private static final int MAX_CLIENTS = 6;
  private static final int MAX_STEPS = 64;

  private final SteppedGateway gateway = new SteppedGateway();
  private final List<SteppedClient> clients = new ArrayList<>();
  private int steps;

  private ConnectionFuzz() {}

  /** One evening in the room. */
  public static void fuzzerTestOneInput(byte[] data) throws InvalidProtocolBufferException {
    ConnectionFuzz evening = new ConnectionFuzz();
    FuzzInput in = new FuzzInput(data);
    while (in.remaining() > 0 && evening.steps < MAX_STEPS) {
      evening.act(in);
      evening.check();
    }
    for (SteppedClient client : evening.clients) {
      client.finish();
    }
    if (evening.gateway.sessions().connected() != 0) {
      throw new AssertionError(evening.gateway.sessions().connected() + " sessions are left");
    }
  }

  private void act(FuzzInput in) {
    int what = in.u8();
    if (clients.isEmpty() || what >= 240) {
      connect(in);
      return;
    }
    SteppedClient client = clients.get(what % clients.size());
    switch (in.below(12)) {
      case 0 -> client.bytes(in.chunk());
      case 1 -> client.message(in.below(16), in.chunk());
      case 2, 3 -> step(1 + in.below(4));
      case 4 -> send(client, join(in));
      case 5, 6, 7 -> send(client, ClientFrame.newBuilder().setInputs(inputs(in)));
      case 8 -> send(client, talk(in));
      case 9 -> send(client, watch(in));
      case 10 -> {
        if (in.below(4) == 0) {
          client.reset();
        } else {
          send(client, ClientFrame.newBuilder().setLeave(Leave.getDefaultInstance()));
        }
      }
      default -> client.message(2, frame(in).toByteArray());
    }
  }

  /** What a client of today sends, with what one of tomorrow might put in front or behind. */
  private static ClientFrame frame(FuzzInput in) {
    return ClientFrame.newBuilder()
        .setUnknownFields(
            com.google.protobuf.UnknownFieldSet.newBuilder()
                .addField(
                    20 + in.below(9),
                    com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                        .addVarint(in.number())
                        .build())
                .build())
        .setInputs(inputs(in))
        .build();
  }

  private void connect(FuzzInput in) {
    if (clients.size() == MAX_CLIENTS) {
      step(1);
      return;
    }
    int how = in.u8();
    String token = null;
    if ((how & 2) != 0 && !clients.isEmpty()) {
      token = clients.get(in.below(clients.size())).token();
      if (token != null && (how & 4) != 0) {
        token = FuzzEdits.edited(token, new FuzzInput(in.bytes(3)));
      }
    }
    clients.add(new SteppedClient(gateway, (how & 1) != 0, token));
  }

  private static void send(SteppedClient client, ClientFrame.Builder frame) {
    client.message(2, frame.build().toByteArray());
  }

  private static ClientFrame.Builder join(FuzzInput in) {
    int how = in.u8();
    return ClientFrame.newBuilder()
        .setJoin(
            Join.newBuilder()
                .setProtocolVersion((how & 15) == 15 ? in.number() : 1)
                .setRoom((how & 48) == 48 ? text(in) : "any")
                .setName((how & 64) != 0 ? text(in) : "ann")
                .setCellSpans((how & 1) != 0)
                .setWatcher((how & 128) != 0));
  }

  private static String text(FuzzInput in) {
    return new String(in.bytes(in.u8()), StandardCharsets.UTF_8);
  }

  private static InputBatch inputs(FuzzInput in) {
    InputBatch.Builder batch = InputBatch.newBuilder().setFirstTick(in.number());
    int count = in.below(40);
    int odd = in.u8();
    for (int i = 0; i < count; i++) {
      batch.addValues((odd & 1) != 0 ? in.number() : (byte) Math.max(-127, (byte) in.u8()));
      batch.addPresses((odd & 2) != 0 ? in.int32() : in.u8());
      if ((odd & 4) != 0) {
        batch.addViewLagQ8(in.number());
      }
    }
    if ((odd & 24) == 24) {
      batch.addPresses(1);
    }
    return batch.build();
  }

  private static ClientFrame.Builder talk(FuzzInput in) {
    return in.below(2) == 0
        ? ClientFrame.newBuilder().setChat(ChatSend.newBuilder().setText(text(in)))
        : ClientFrame.newBuilder().setPing(Ping.newBuilder().setClientTimeUs(in.number()));
  }

  private static ClientFrame.Builder watch(FuzzInput in) {
    Watch.Builder watch = Watch.newBuilder();
    switch (in.below(3)) {
      case 0 -> watch.setPlayer(in.number());
      case 1 -> watch.setPoint(Point.newBuilder().setX(in.number()).setY(in.number()));
      default -> watch.clearTarget();
    }
    return ClientFrame.newBuilder().setWatch(watch);
  }

  private void step(int ticks) {
    for (int i = 0; i < ticks; i++) {
      steps++;
      gateway.room().step();
    }
  }

  private void check() throws InvalidProtocolBufferException {
    if (gateway.room().failure() != null) {
      throw new AssertionError("the room failed", gateway.room().failure());
    }
    if (gateway.room().over()) {
      throw new AssertionError("the room is over");
    }
    for (SteppedClient client : clients) {
      client.read();
      int code = client.closeCode();
      boolean known =
          code == 0 || Arrays.stream(CloseCode.values()).anyMatch(close -> close.code() == code);
      if (!known || code == CloseCode.INTERNAL_ERROR.code()) {
        throw new AssertionError("closed with " + code);
      }
    }
    // 4 players, 2 watchers, two tokens each.
    if (gateway.sessions().tokens() > 2 * MAX_CLIENTS) {
      throw new AssertionError(gateway.sessions().tokens() + " tokens");
    }
  }

  /** An evening with joins, inputs, talk and a resume; odd ones. */
  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] connectAndJoin = {(byte) 240, 0, 0, 4, 1, 0, 2, 2};
    out.writeBytes(connectAndJoin);
    out.writeBytes(new byte[] {0, 5, 4, 2, 0, 100, 1, (byte) 156, 2, 0, 2, 1});
    out.writeBytes(new byte[] {0, 8, 0, 2, 'h', 'i', 0, 8, 1, 9, 0, 2, 3});
    seeds.add(out.toByteArray());
    out.writeBytes(new byte[] {(byte) 240, 2, 0, 0, 2, 1}); // Resumes.
    out.writeBytes(new byte[] {1, 5, 6, 1, 4, 50, 3, 7, 1, 2, 2});
    seeds.add(out.toByteArray());
    out.writeBytes(new byte[] {(byte) 240, 0, 2, 4, (byte) 128, 2, 9, 1, 5, 6, 2, 3}); // A watcher.
    out.writeBytes(new byte[] {0, 10, 0, 1, 10, 1, 0, 2, 3});
    seeds.add(out.toByteArray());
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    raw.writeBytes(connectAndJoin);
    raw.writeBytes(new byte[] {0, 0});
    FuzzInput.putChunk(raw, new byte[] {2, (byte) 0x81, 0, 0, 0, 0, 10, 0, (byte) 0x80});
    raw.writeBytes(new byte[] {0, 1, 9});
    FuzzInput.putChunk(raw, new byte[] {1, 2, 3});
    raw.writeBytes(new byte[] {0, 11, 3, 4, 5, 1, 0, 7, 7, 0, 2, 1});
    seeds.add(raw.toByteArray());
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    json.writeBytes(new byte[] {(byte) 240, 1, 0, 1, 1});
    FuzzInput.putChunk(
        json,
        "{\"join\":{\"protocolVersion\":1,\"room\":\"any\",\"name\":\"j\"}}"
            .getBytes(StandardCharsets.UTF_8));
    json.writeBytes(new byte[] {0, 2, 3, 0, 1, 1});
    FuzzInput.putChunk(
        json,
        "{\"inputs\":{\"firstTick\":5,\"values\":[9],\"presses\":[1]}}"
            .getBytes(StandardCharsets.UTF_8));
    json.writeBytes(new byte[] {0, 2, 3});
    seeds.add(json.toByteArray());
    return seeds;
  }
}
