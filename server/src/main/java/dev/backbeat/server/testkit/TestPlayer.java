package dev.backbeat.server.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.backbeat.codec.ClientWorld;
import dev.backbeat.codec.ClientWorldListener;
import dev.backbeat.schema.InputSchema;
import dev.backbeat.schema.WorldSchema;
import dev.backbeat.server.broadcast.CloseReason;
import dev.backbeat.server.broadcast.Outlet;
import dev.backbeat.server.room.Seat;
import dev.backbeat.v1.Chat;
import dev.backbeat.v1.Event;
import dev.backbeat.v1.Notice;
import dev.backbeat.v1.Player;
import dev.backbeat.v1.Roster;
import dev.backbeat.v1.Scoreboard;
import dev.backbeat.v1.ServerFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Somebody in a {@link TestRoom}: sends inputs, decodes his frames as a client does, and keeps what
 * he was told (the newest 4,096 frames, events, chat lines and notices of each kind).
 */
public final class TestPlayer {
  private static final int MAX_KEPT = 4096;

  private final TestRoom room;
  private final boolean decodes;
  private Seat seat;
  private TestConnection connection;
  private ClientWorld world;
  private int[] axes;
  private int[] presses;
  private boolean sends = true;
  private long viewTickQ8 = -1;

  private final Deque<ServerFrame> frames = new ArrayDeque<>();
  private final Deque<Event> events = new ArrayDeque<>();
  private final Deque<Chat> chats = new ArrayDeque<>();
  private final Deque<Notice> notices = new ArrayDeque<>();
  private final Map<Integer, Player> roster = new TreeMap<>();
  private Scoreboard scoreboard = Scoreboard.getDefaultInstance();
  private CloseReason closed;
  private int frameCount;
  private long frameBytes;
  private int welcomes;

  TestPlayer(TestRoom room, boolean decodes) {
    this.room = room;
    this.decodes = decodes;
  }

  // ---- What he does

  /** Sets an axis; it stays until it is set again. */
  public TestPlayer axis(String name, int value) {
    return axis(schema().input().axis(name), value);
  }

  /** Sets an axis by its index. */
  public TestPlayer axis(int axis, int value) {
    axes[axis] = value;
    return this;
  }

  /** Presses an action once. */
  public TestPlayer press(String action) {
    return press(schema().input().action(action));
  }

  /** Presses an action, by its index, once. */
  public TestPlayer press(int action) {
    presses[action]++;
    return this;
  }

  /** Whether he sends an input before each tick; he does at first. */
  public TestPlayer sendsInputs(boolean on) {
    sends = on;
    return this;
  }

  /**
   * The render tick at which he looks from now on, in 1/256 tick: stated with every input. -1 (as
   * at first) = he states none.
   */
  public TestPlayer looksAt(long renderTickQ8) {
    viewTickQ8 = renderTickQ8;
    return this;
  }

  /** Sends an input for this tick (0 = the next one) now, with axes, presses and view as set. */
  public boolean sendInput(int tick) {
    int lagQ8 = viewTickQ8 < 0 ? 0 : (int) (256L * tick - viewTickQ8);
    return sendInput(tick, lagQ8);
  }

  /** Sends an input for this tick that states this view_lag_q8, true or not. */
  public boolean sendInput(int tick, int viewLagQ8) {
    return seat.inbox().offer(tick, axes, presses, 0, 1, viewLagQ8, room.nextDueNs());
  }

  /** Says something. */
  public void chat(String text) {
    seat.chat(text);
  }

  /** Loses his connection. */
  public void detach() {
    seat.detach(connection);
  }

  /** Comes back on a new connection; his press counters start anew, as a client's do. */
  public void attach() {
    presses = new int[presses.length];
    seat.attach(connect());
  }

  /** Leaves for good. */
  public void leave() {
    seat.leave();
  }

  /** Whether his socket takes frames; it does at first. */
  public TestPlayer writable(boolean writable) {
    connection.writable = writable;
    return this;
  }

  // ---- What he knows

  /** His seat. */
  public Seat seat() {
    return seat;
  }

  /** His number in the roster. */
  public int number() {
    return seat.player();
  }

  /** His world, as decoded from his frames. */
  public ClientWorld world() {
    return world;
  }

  /** All frames, oldest first. */
  public List<ServerFrame> frames() {
    return List.copyOf(frames);
  }

  /** The newest frame, or null. */
  public ServerFrame lastFrame() {
    return frames.peekLast();
  }

  /** All events, oldest first. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** Events of the named type, oldest first. */
  public List<Event> events(String type) {
    int index = schema().event(type);
    return events.stream().filter(e -> e.getType() == index).toList();
  }

  /** All chat lines, oldest first. */
  public List<Chat> chats() {
    return List.copyOf(chats);
  }

  /** All notices, oldest first. */
  public List<Notice> notices() {
    return List.copyOf(notices);
  }

  /** Who is in the room, by number. */
  public Map<Integer, Player> roster() {
    return Map.copyOf(roster);
  }

  /** The newest scoreboard; empty at first. */
  public Scoreboard scoreboard() {
    return scoreboard;
  }

  /** Why his connection was closed, or null. */
  public CloseReason closed() {
    return closed;
  }

  /** How many frames came. */
  public int frameCount() {
    return frameCount;
  }

  /** How many bytes they had. */
  public long frameBytes() {
    return frameBytes;
  }

  /** How many connections began with a Welcome. */
  public int welcomes() {
    return welcomes;
  }

  // ---- Called by the room

  Outlet connect() {
    connection = new TestConnection(this, room.loop());
    closed = null;
    return connection;
  }

  void seated(Seat newSeat) {
    seat = newSeat;
    InputSchema input = schema().input();
    axes = new int[input.axes().size()];
    presses = new int[input.actions().size()];
    world =
        new ClientWorld(
            schema(),
            new ClientWorldListener() {
              @Override
              public void onEvent(Event event) {
                keep(events, event);
              }
            });
  }

  void beforeTick(int tick) {
    if (sends && seat.open() && !seat.watcher()) {
      sendInput(tick);
    }
  }

  void onWelcome() {
    welcomes++;
  }

  void onFrame(TestConnection from, byte[] bytes) {
    if (from != connection) {
      return; // Still on its way when the connection was lost.
    }
    frameCount++;
    frameBytes += bytes.length;
    if (!decodes) {
      return;
    }
    try {
      ServerFrame frame = ServerFrame.parseFrom(bytes);
      keep(frames, frame);
      world.apply(frame);
      frame.getChatsList().forEach(c -> keep(chats, c));
      frame.getNoticesList().forEach(n -> keep(notices, n));
      if (frame.hasScoreboard()) {
        scoreboard = frame.getScoreboard();
      }
      if (frame.hasRoster()) {
        apply(frame.getRoster());
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the server sent a frame that does not decode", e);
    }
  }

  void onClose(TestConnection from, CloseReason reason) {
    if (from == connection) {
      closed = reason;
    }
  }

  private void apply(Roster change) {
    if (change.getFull()) {
      roster.clear();
    }
    change.getJoinedList().forEach(p -> roster.put(p.getPlayer(), p));
    change.getLeftList().forEach(roster::remove);
    change.getAwayList().forEach(n -> setAway(n, true));
    change.getBackList().forEach(n -> setAway(n, false));
  }

  private void setAway(int number, boolean away) {
    roster.computeIfPresent(number, (n, p) -> p.toBuilder().setAway(away).build());
  }

  private WorldSchema schema() {
    return seat.room().spec().schema();
  }

  private static <T> void keep(Deque<T> kept, T item) {
    if (kept.size() == MAX_KEPT) {
      kept.removeFirst();
    }
    kept.addLast(item);
  }
}
