package dev.backbeat.client;

import dev.backbeat.v1.Drain;
import dev.backbeat.v1.Error;
import dev.backbeat.v1.Goodbye;
import dev.backbeat.v1.ServerFrame;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what happens, one word per callback. */
final class RecordingListener implements ClientListener {
  final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
  volatile ClientClosed closed;

  /** Waits for the call, past others. */
  void await(String call) throws InterruptedException {
    String seen = "";
    while (true) {
      String next = calls.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no " + call + " within 10 s; seen:" + seen);
      }
      if (next.equals(call)) {
        return;
      }
      seen += " " + next;
    }
  }

  @Override
  public void onWelcome(GameClient client, SessionInfo session) {
    calls.add("welcome");
  }

  @Override
  public void onResumed(GameClient client, SessionInfo session) {
    calls.add("resumed");
  }

  @Override
  public void onRejoined(GameClient client, SessionInfo session) {
    calls.add("rejoined");
  }

  @Override
  public void onDrain(GameClient client, Drain drain) {
    calls.add("drain");
  }

  @Override
  public void onFrame(GameClient client, ServerFrame frame) {
    calls.add("frame " + frame.getTick());
  }

  @Override
  public void onError(GameClient client, Error error) {
    calls.add("error " + error.getCode());
  }

  @Override
  public void onGoodbye(GameClient client, Goodbye goodbye) {
    calls.add("goodbye");
  }

  @Override
  public void onDisconnected(GameClient client, int closeCode) {
    calls.add("disconnected " + closeCode);
  }

  @Override
  public void onViolation(GameClient client, RuntimeException violation) {
    calls.add("violation");
  }

  @Override
  public void onClosed(GameClient client, ClientClosed end) {
    closed = end;
    calls.add("closed");
  }
}
