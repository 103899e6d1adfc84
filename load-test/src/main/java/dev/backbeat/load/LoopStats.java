package dev.backbeat.load;

import dev.backbeat.load.protocol.ViewCount;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The measured figures of one loop, or of all together. Written by one thread at a time. */
final class LoopStats {
  final Histogram ack = histogram();
  final Histogram jitter = histogram();
  final Histogram late = histogram();
  final SlowStats slow = new SlowStats();
  long inputsSent;

  /** With one or more inputs each. */
  long inputMessages;

  long inputsSkipped;
  long lateInputs;
  long leads;
  long resets;
  long eventsLost;
  long stalls;

  /** Per joined client. */
  final List<Double> deliveredHz = new ArrayList<>();

  double sendTicks;
  long frames;
  long messages;
  long bytes;
  int decodingClients;
  double playerTicks;
  long decodedTicks;
  double seconds;

  /** Of the measured time, in which the loop did not sleep; of the busiest loop. */
  double busyShare;

  static Histogram histogram() {
    return new Histogram(LoopMeter.MAX_US, LoopMeter.DIGITS);
  }

  /** Adds up what the clients have in their windows. */
  void collect(List<LoadClient> clients, long beginNs, long endNs) {
    seconds = (endNs - beginNs) / 1e9;
    for (LoadClient client : clients) {
      DeliveryWindow window = client.window();
      if (!client.joined() || window == null) {
        continue;
      }
      deliveredHz.add(window.deliveredHz(endNs));
      sendTicks += window.sendTicks();
      frames += window.frames();
      messages += window.messages();
      bytes += window.bytes();
      ViewCount view = client.conversation().view();
      if (view != null) {
        decodingClients++;
        playerTicks += view.playerTicks();
        decodedTicks += view.ticks();
      }
    }
  }

  /** Adds another loop's figures. */
  void add(LoopStats other) {
    ack.add(other.ack);
    jitter.add(other.jitter);
    late.add(other.late);
    slow.add(other.slow);
    inputsSent += other.inputsSent;
    inputMessages += other.inputMessages;
    inputsSkipped += other.inputsSkipped;
    lateInputs += other.lateInputs;
    leads += other.leads;
    resets += other.resets;
    eventsLost += other.eventsLost;
    stalls += other.stalls;
    deliveredHz.addAll(other.deliveredHz);
    sendTicks += other.sendTicks;
    frames += other.frames;
    messages += other.messages;
    bytes += other.bytes;
    decodingClients += other.decodingClients;
    playerTicks += other.playerTicks;
    decodedTicks += other.decodedTicks;
    seconds = Math.max(seconds, other.seconds);
    busyShare = Math.max(busyShare, other.busyShare);
  }
}
