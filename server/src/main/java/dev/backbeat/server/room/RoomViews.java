package dev.backbeat.server.room;

import dev.backbeat.server.input.ConsumedInput;
import dev.backbeat.server.input.InputObserver;
import dev.backbeat.server.input.RewindLimit;

/**
 * Decides at which world each player's presses aim: what his client states, within what its
 * measured round trip explains. The result goes into the room's log, so that a replay needs no
 * measurements. Room's thread.
 */
final class RoomViews {
  private final RewindLimit limit;
  private final InputObserver observer;
  private int sendTicks;
  private int newestSend;

  RoomViews(RewindLimit limit, int spanTicks, InputObserver observer) {
    this.limit = limit;
    this.sendTicks = spanTicks;
    this.observer = observer;
  }

  InputObserver observer() {
    return observer;
  }

  /** Clients were told of this tick. */
  void sent(int tick) {
    sendTicks = tick - newestSend;
    newestSend = tick;
  }

  /** Makes the seat's input of this tick say which view counts. */
  void settle(RoomSeat seat, int tick) {
    ConsumedInput input = seat.player.input;
    long statedQ8 = input.viewTickQ8();
    if (statedQ8 == ConsumedInput.NO_VIEW) {
      input.viewTickQ8(256L * tick);
      return;
    }
    RoomSeat.Latency ms = seat.latency();
    int greatestQ8 = limit.greatestQ8(ms.smoothedRttMs(), ms.jitterMs(), sendTicks);
    long viewTickQ8 = RewindLimit.clampQ8(statedQ8, tick, newestSend, greatestQ8);
    input.viewTickQ8(viewTickQ8);
    if (viewTickQ8 < 256L * tick) {
      observer.onRewind(viewTickQ8 != statedQ8);
    }
  }
}
