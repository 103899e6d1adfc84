package dev.backbeat.load.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes down what a conversation does and reports. */
final class RecordingEvents implements ClientEvents {
  final List<String> log = new ArrayList<>();
  final List<byte[]> sent = new ArrayList<>();

  /** The log since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(log);
    log.clear();
    return taken;
  }

  String sentText(int index) {
    return new String(sent.get(index), StandardCharsets.UTF_8);
  }

  @Override
  public void send(boolean text, byte[] payload, int length) {
    sent.add(Arrays.copyOf(payload, length));
    log.add(text ? "text" : "binary");
  }

  @Override
  public void sendInputs(boolean text, byte[] payload, int length, int inputs) {
    sent.add(Arrays.copyOf(payload, length));
    log.add(inputs == 1 ? "input" : inputs + " inputs");
  }

  @Override
  public void awaitAck(long key, long dueNs) {
    log.add("await " + key + " due " + dueNs);
  }

  @Override
  public void onJoined(int tickHz, int spanTicks, long nowNs) {
    log.add("joined " + tickHz + "/" + spanTicks);
  }

  @Override
  public void onTick(long tick, boolean reset, long nowNs) {
    log.add("tick " + tick);
  }

  @Override
  public void onAck(long key, long nowNs) {
    log.add("ack " + key);
  }

  @Override
  public void onInputLead(int leadQ8) {
    log.add("lead " + leadQ8);
  }

  @Override
  public void onEventsLost(long events) {
    log.add("lost " + events);
  }

  @Override
  public void onError(String kind, String detail) {
    log.add("error " + kind);
  }

  @Override
  public void fail(String kind, String detail) {
    log.add("fail " + kind);
  }

  @Override
  public void onViolation(String what) {
    log.add("violation " + what);
  }
}
