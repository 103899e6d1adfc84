package dev.backbeat.load.compare;

import java.util.Map;
import java.util.Set;

/**
 * What happens on the two cores between {@link #begin} and {@link #end}, beside the server and the
 * generator. One thread.
 *
 * <p>Two ways of looking, and the worse counts. The cores' busy time less that of the two processes
 * and this one: it sees short-lived processes and those outside a container, but on kernels that
 * charge the network's interrupts to processes it is too small by these. The sum over all other
 * processes that were seen on the two cores: it misses those that came and went.
 */
final class CpuWatch {
  private record Reading(
      long atNs, Map<Integer, ProcFiles.Core> cores, Map<Long, ProcFiles.Task> tasks) {}

  private final ProcFiles proc;
  private final Set<Integer> cores;
  private final Set<Long> ours;
  private Reading first;
  private Reading last;

  /**
   * @param cores of the server and of the generator
   * @param ours the server, the generator and this process
   */
  CpuWatch(ProcFiles proc, Set<Integer> cores, Set<Long> ours) {
    this.proc = proc;
    this.cores = Set.copyOf(cores);
    this.ours = Set.copyOf(ours);
  }

  /** Counts from now. */
  void begin(long nowNs) {
    first = read(nowNs);
    last = first;
  }

  /** Counts until now; may be called again. A reading in which one of ours is gone is dropped. */
  void end(long nowNs) {
    Reading reading = read(nowNs);
    if (reading.tasks().keySet().containsAll(ours)) {
      last = reading;
    }
  }

  private Reading read(long nowNs) {
    return new Reading(nowNs, proc.cores(), proc.tasks());
  }

  /** What was seen. */
  Disturbance disturbance() {
    if (first == null || last == first) {
      return Disturbance.NOT_SEEN;
    }
    double seconds = (last.atNs() - first.atNs()) / 1e9;
    double busyCores = 0;
    double stealCores = 0;
    for (int core : cores) {
      ProcFiles.Core from = first.cores().get(core);
      ProcFiles.Core to = last.cores().get(core);
      if (from == null || to == null) {
        return Disturbance.NOT_SEEN;
      }
      busyCores += perSecond(to.busyTicks() - from.busyTicks(), seconds);
      stealCores += perSecond(to.stealTicks() - from.stealTicks(), seconds);
    }
    long othersTicks = 0;
    double oursCores = 0;
    for (ProcFiles.Task now : last.tasks().values()) {
      ProcFiles.Task then = first.tasks().get(now.pid());
      long ticks = now.ticks() - (then == null ? 0 : then.ticks());
      if (ours.contains(now.pid())) {
        oursCores += perSecond(ticks, seconds);
      } else if (cores.contains(now.core())) {
        othersTicks += ticks;
      }
    }
    double foreign = Math.max(perSecond(othersTicks, seconds), busyCores - oursCores);
    return new Disturbance(Math.max(0, foreign), stealCores);
  }

  private static double perSecond(long ticks, double seconds) {
    return ticks / ProcFiles.TICKS_PER_SECOND / seconds;
  }
}
