package dev.backbeat.load.soak;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.load.wire.Connection;
import dev.backbeat.protocol.Protocol;
import dev.backbeat.v1.Axis;
import dev.backbeat.v1.ChatSend;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.InputBatch;
import dev.backbeat.v1.Join;
import dev.backbeat.v1.Leave;
import dev.backbeat.v1.ServerFrame;
import dev.backbeat.v1.Welcome;
import java.nio.ByteBuffer;
import java.util.Random;

/** One client's life, from its join to one of many ends. On its loop's thread. */
final class SoakClient implements Connection.Listener {
  private static final long INPUT_PERIOD_NS = 100_000_000L;
  private static final long CHAT_PERIOD_NS = 1_500_000_000L;
  private static final long SLOW_READ_PERIOD_NS = 100_000_000L;
  private static final int SLOW_READ_BYTES = 300;
  private static final long FAREWELL_NS = 2_000_000_000L;
  private static final int MIN_LIFE_MS = 1_000;
  private static final int MAX_LIFE_MS = 15_000;

  /** How it lives and ends. Weights are shares of the whole. */
  enum Role {
    /** Plays and leaves. */
    LEAVES(40),
    /** Plays and hangs up. */
    HANGS_UP(15),
    /** Hangs up with unread bytes, so that the kernel sends a reset. */
    RESETS(10),
    /** Loses its connection and resumes. */
    RESUMES(12),
    /** Talks. */
    CHATS(8),
    /** Reads 3 kB per second. */
    READS_SLOWLY(5),
    /** Reads nothing any more. */
    NEVER_READS(4),
    /** Sends what is no message. */
    SENDS_RUBBISH(3),
    /** Never joins. */
    NEVER_JOINS(3);

    private final int weight;

    Role(int weight) {
      this.weight = weight;
    }

    static Role random(Random random) {
      int at = random.nextInt(100);
      for (Role role : values()) {
        at -= role.weight;
        if (at < 0) {
          return role;
        }
      }
      return LEAVES;
    }
  }

  private final SoakLoad load;
  private final Role role;
  private final Random random;
  private final String room;
  private long endNs;
  private String token;
  private boolean joined;
  private boolean paused;
  private boolean resumed;
  private boolean done;
  private boolean left;
  private long nextInputNs;
  private long nextChatNs;
  private long nextReadNs;
  private int presses;
  private Welcome welcome;
  private Connection connection;

  /**
   * @param room to join
   */
  SoakClient(SoakLoad load, Role role, Random random, String room, long nowNs) {
    this.load = load;
    this.role = role;
    this.random = random;
    this.room = room;
    this.endNs = nowNs + 1_000_000L * (MIN_LIFE_MS + random.nextInt(MAX_LIFE_MS - MIN_LIFE_MS));
  }

  void connect() {
    connection = load.connect(token, this);
  }

  boolean done() {
    return done;
  }

  Role role() {
    return role;
  }

  @Override
  public void onOpen() {
    presses = 0;
    if (token == null && role != Role.NEVER_JOINS) {
      Join.Builder join =
          Join.newBuilder()
              .setProtocolVersion(Protocol.VERSION)
              .setRoom(room)
              .setName("soak-" + random.nextInt(1_000))
              .setWatcher(random.nextInt(20) == 0)
              .setCellSpans(random.nextBoolean());
      send(ClientFrame.newBuilder().setJoin(join));
    }
  }

  @Override
  public void onMessage(boolean text, byte[] data, int offset, int length, long nowNs) {
    load.counts().add("frames");
    if (joined && welcome != null) {
      return;
    }
    try {
      ServerFrame frame = ServerFrame.parseFrom(ByteBuffer.wrap(data, offset, length));
      if (frame.hasWelcome()) {
        welcome = frame.getWelcome();
        token = welcome.getResumeToken();
        joined = true;
        load.counts().add(welcome.getResumed() ? "resumed" : "joined");
      }
    } catch (InvalidProtocolBufferException e) {
      load.counts().add("not_a_frame");
    }
  }

  @Override
  public void onClosed(String kind, String detail) {
    load.counts().add(kind);
    boolean comesBack = role == Role.RESUMES && joined && !left && !resumed && load.churning();
    if (comesBack) {
      resumed = true;
      joined = false;
      endNs = System.nanoTime() + 1_000_000L * (2_500 + MIN_LIFE_MS + random.nextInt(MAX_LIFE_MS));
      load.later(500 + random.nextInt(2_000), this::connect);
    } else {
      done = true;
    }
  }

  /** What is due now; at the end of its life (or of the churn's) it goes its way. */
  void turn(long nowNs, boolean leaveNow) {
    if (done || connection == null) {
      return;
    }
    if (leaveNow || nowNs - endNs > 0) {
      end(nowNs, leaveNow);
      return;
    }
    if (!joined || left) {
      return;
    }
    if (role == Role.SENDS_RUBBISH) {
      byte[] rubbish = new byte[1 + random.nextInt(50)];
      random.nextBytes(rubbish);
      connection.write(random.nextBoolean(), rubbish, rubbish.length);
    }
    if (role == Role.NEVER_READS || role == Role.READS_SLOWLY || role == Role.RESETS) {
      read(nowNs);
    }
    if (nowNs - nextInputNs > 0 && !welcome.getWatcher()) {
      nextInputNs = nowNs + INPUT_PERIOD_NS;
      send(ClientFrame.newBuilder().setInputs(inputs()));
    }
    if (role == Role.CHATS && nowNs - nextChatNs > 0) {
      nextChatNs = nowNs + CHAT_PERIOD_NS;
      send(ClientFrame.newBuilder().setChat(ChatSend.newBuilder().setText("soaking " + presses)));
    }
  }

  private void read(long nowNs) {
    if (!paused) {
      // One that resets reads until shortly before its end.
      if (role == Role.RESETS && endNs - nowNs > 500_000_000L) {
        return;
      }
      connection.pauseReads();
      paused = true;
    }
    if (role == Role.READS_SLOWLY && nowNs - nextReadNs > 0) {
      nextReadNs = nowNs + SLOW_READ_PERIOD_NS;
      connection.readNow(SLOW_READ_BYTES);
    }
  }

  private InputBatch inputs() {
    InputBatch.Builder batch = InputBatch.newBuilder();
    for (Axis axis : welcome.getSchema().getInput().getAxesList()) {
      long width = (long) axis.getMax() - axis.getMin() + 1;
      batch.addValues((int) (axis.getMin() + (random.nextLong() >>> 1) % width));
    }
    presses += random.nextInt(10) == 0 ? 1 : 0;
    for (int i = 0; i < welcome.getSchema().getInput().getActionsCount(); i++) {
      batch.addPresses(presses);
    }
    return batch.build();
  }

  private void end(long nowNs, boolean leaveNow) {
    boolean leaves = role == Role.LEAVES || role == Role.CHATS || role == Role.RESUMES && resumed;
    if (joined && !left && !paused && (leaves || leaveNow)) {
      left = true;
      endNs = nowNs + FAREWELL_NS; // The server closes; if it does not, the client hangs up.
      send(ClientFrame.newBuilder().setLeave(Leave.getDefaultInstance()));
    } else if (!left || nowNs - endNs > 0) {
      connection.abort();
    }
  }

  private void send(ClientFrame.Builder frame) {
    byte[] message = frame.build().toByteArray();
    if (connection.writable()) {
      connection.write(false, message, message.length);
    }
  }
}
