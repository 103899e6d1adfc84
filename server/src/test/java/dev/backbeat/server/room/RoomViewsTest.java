package dev.backbeat.server.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.input.InputObserver;
import dev.backbeat.server.overload.OverloadStep;
import dev.backbeat.server.testkit.TestPlayer;
import dev.backbeat.server.testkit.TestRoom;
import dev.backbeat.v1.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a game is told of a player's view, and what the player is told of his late inputs. */
class RoomViewsTest {
  private static final int HZ = 20;

  private final ProbeGame.Factory factory = new ProbeGame.Factory();
  private final List<String> observed = new ArrayList<>();
  private final InputObserver observer =
      new InputObserver() {
        @Override
        public void onLateInputs(int count) {
          observed.add("late " + count);
        }

        @Override
        public void onRewind(boolean clamped) {
          observed.add(clamped ? "clamped" : "rewound");
        }
      };

  private TestRoom.Builder room() {
    return TestRoom.of(factory).tickHz(HZ).inputObserver(observer);
  }

  /** Presses for the coming tick with a view so far behind it; returns how far it was rewound. */
  private long rewoundQ8(TestRoom room, TestPlayer player, int lagQ8) {
    player.sendsInputs(false).press(0);
    player.sendInput(room.tick() + 1, lagQ8);
    room.step();
    return 256L * room.tick() - factory.game.viewTickQ8;
  }

  private TestPlayer joined(TestRoom room, int rttMs) {
    TestPlayer player = room.join("bob");
    player.seat().latency(rttMs, rttMs, 0);
    room.step(100);
    return player;
  }

  @Test
  void aViewThatTheRoundTripExplainsIsTakenAsItIs() {
    TestRoom room = room().start();
    TestPlayer bob = joined(room, 100);
    assertEquals(700, rewoundQ8(room, bob, 700));
    assertEquals(List.of("rewound"), observed);
  }

  @Test
  void noViewIsTheWorldAsItStands() {
    TestRoom room = room().start();
    TestPlayer bob = joined(room, 100);
    assertEquals(0, rewoundQ8(room, bob, 0));
    assertEquals(List.of(), observed);
  }

  @Test
  void whatTheRoundTripDoesNotExplainIsClamped() {
    TestRoom room = room().rewindCapMs(1000).start();
    TestPlayer bob = joined(room, 20);
    long most = rewoundQ8(room, bob, 5_000);
    assertEquals((20 + 20) * HZ * 256 / 1000 + 5 * 256, most);
    assertEquals(most, rewoundQ8(room, bob, -1), "an absurd lag");
    assertEquals(256, rewoundQ8(room, bob, 1), "later than the newest send: no frame says so");
    assertEquals(List.of("clamped", "clamped", "clamped"), observed);
    bob.seat().latency(300, 280, 20);
    assertTrue(rewoundQ8(room, bob, 5_000) > 2 * most, "a longer line explains more");
  }

  @Test
  void theCapHoldsWhateverTheRoundTrip() {
    TestRoom room = room().start();
    TestPlayer bob = joined(room, 5_000);
    assertEquals(250 * HZ * 256 / 1000, rewoundQ8(room, bob, 100_000));
    TestRoom off = room().rewindCapMs(0).start();
    assertEquals(0, rewoundQ8(off, joined(off, 5_000), 700));
  }

  @Test
  void noViewIsLaterThanTheNewestSendWhateverTheSpan() {
    OverloadStep[] step = {OverloadStep.NORMAL};
    TestRoom room = room().rewindCapMs(1000).overload(() -> step[0]).spanTicks(2).start();
    TestPlayer bob = joined(room, 500);
    assertEquals(0, room.tick() % 2);
    assertEquals(256, rewoundQ8(room, bob, 10), "sent in the tick before");
    assertEquals(512, rewoundQ8(room, bob, 10), "sent two ticks before");
    for (OverloadStep s : OverloadStep.values()) {
      step[0] = s;
      room.step(40);
      int newest = lastSend(bob);
      assertEquals(256L * (room.tick() + 1 - newest), rewoundQ8(room, bob, 10), s.toString());
    }
  }

  /** Bob sends an input for every tick, so that each send is a frame. */
  private int lastSend(TestPlayer bob) {
    List<ServerFrame> frames = bob.frames();
    int last = 0;
    for (ServerFrame frame : frames) {
      last = Math.max(last, frame.getTick());
    }
    return last;
  }

  @Test
  void whoSendsTooLateLearnsOfIt() {
    TestRoom room = room().start();
    TestPlayer bob = joined(room, 20);
    bob.sendsInputs(false);
    assertEquals(0, bob.lastFrame().getLateInputs());
    room.step(5);
    bob.sendInput(room.tick());
    bob.sendInput(room.tick() - 1);
    bob.sendInput(room.tick() - 1);
    room.step();
    assertEquals(2, bob.lastFrame().getLateInputs());
    assertEquals(List.of("late 2"), observed);
    bob.sendInput(0);
    room.step();
    assertEquals(0, bob.lastFrame().getLateInputs(), "unchanged");
    bob.detach();
    room.step();
    bob.attach();
    room.step();
    bob.sendInput(room.tick());
    room.step();
    assertEquals(1, bob.lastFrame().getLateInputs(), "counted anew");
  }

  @Test
  void aReplaySeesTheSameViews() {
    TestRoom room = room().start();
    TestPlayer bob = joined(room, 40);
    List<Long> played = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rewoundQ8(room, bob, i * 13);
      played.add(factory.game.viewTickQ8);
    }
    RoomReplay replay = room.replay();
    List<Long> replayed = new ArrayList<>();
    while (replay.step()) {
      if (replay.tick() > 100) {
        replayed.add(factory.game.viewTickQ8);
      }
    }
    assertEquals(played, replayed);
  }
}
