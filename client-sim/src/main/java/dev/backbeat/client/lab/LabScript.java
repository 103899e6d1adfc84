package dev.backbeat.client.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What happens to a network and when: lines such as {@code at 20s delay 200ms jitter 50ms}. The
 * syntax is in docs/network-lab.md.
 *
 * @param steps by their time, those of one time in the order of their lines
 */
public record LabScript(List<Step> steps) {
  /** Nothing happens. */
  public static final LabScript EMPTY = new LabScript(List.of());

  /** Orders the steps. */
  public LabScript {
    steps = steps.stream().sorted(Comparator.comparingLong(Step::atNs)).toList();
  }

  /**
   * A moment.
   *
   * @param atNs since the network's time zero
   * @param line of the script, from 1
   * @param actions in their order
   */
  public record Step(long atNs, int line, List<Action> actions) {}

  /** Something that happens. */
  public sealed interface Action {
    /** The network gets other figures. */
    record Change(UnaryOperator<NetworkSettings> change) implements Action {}

    /** Nothing arrives for a while. */
    record Stall(Set<Direction> directions, long lengthNs) implements Action {}

    /** Every connection is reset. */
    record Reset() implements Action {}
  }

  /**
   * Reads a script.
   *
   * @throws IllegalArgumentException with the line's number and what is wrong with it
   */
  public static LabScript parse(String text) {
    List<Step> steps = new ArrayList<>();
    String[] lines = text.split("\r?\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].replaceFirst("#.*", "").strip();
      if (!line.isEmpty()) {
        try {
          steps.add(step(i + 1, line));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
        }
      }
    }
    return new LabScript(steps);
  }

  /**
   * Goes through all changes, so that figures that do not go together are found before a run.
   *
   * @throws IllegalArgumentException with the line's number
   */
  void check(NetworkSettings before) {
    NetworkSettings network = before;
    for (Step step : steps) {
      try {
        network = changed(network, step);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + step.line() + ": " + e.getMessage(), e);
      }
    }
  }

  /** The figures after a step. All its changes are made together: a delay and its jitter. */
  static NetworkSettings changed(NetworkSettings before, Step step) {
    NetworkSettings network = before;
    for (Action action : step.actions()) {
      if (action instanceof Action.Change change) {
        network = change.change().apply(network);
      }
    }
    return network;
  }

  private static Step step(int number, String line) {
    Words words = new Words(Arrays.asList(line.split("\\s+")).iterator());
    String first = words.next("'at'");
    if (!first.equals("at")) {
      throw new IllegalArgumentException("a line begins with 'at', not with '" + first + "'");
    }
    long atNs = LabUnits.durationNs(words.next("a time"));
    List<Action> actions = new ArrayList<>();
    do {
      actions.add(action(words));
    } while (words.more());
    return new Step(atNs, number, List.copyOf(actions));
  }

  private static Action action(Words words) {
    String name = words.next("what happens");
    switch (name) {
      case "reset":
        return new Action.Reset();
      case "reset-after":
        long ageNs = LabUnits.durationOrNeverNs(words.next("an age"));
        return new Action.Change(n -> n.withResetAfter(ageNs));
      case "profile":
        NetworkSettings profile = LabProfile.named(words.next("a profile")).network();
        return new Action.Change(n -> profile);
      case "stall":
        return stall(words);
      case "delay":
        return delay(words);
      case "jitter":
        Set<Direction> where = words.directions();
        return jitter(where, LabUnits.durationNs(words.next("a jitter")));
      case "bandwidth":
        Set<Direction> limited = words.directions();
        long rate = LabUnits.bytesPerSecond(words.next("a bandwidth"));
        return paths(limited, p -> p.withBytesPerSecond(rate));
      case "buffer":
        Set<Direction> buffered = words.directions();
        long bytes = LabUnits.sizeBytes(words.next("a size"));
        return paths(buffered, p -> p.withBufferBytes(bytes));
      default:
        throw new IllegalArgumentException(
            "'"
                + name
                + "' is none of delay, jitter, bandwidth, buffer, stall, reset, reset-after,"
                + " profile");
    }
  }

  private static Action stall(Words words) {
    Set<Direction> where = words.directions();
    String length = words.next("a stall's length");
    if (length.equals("none")) {
      return paths(where, p -> p.withStalls(Stalls.NONE));
    }
    long lengthNs = LabUnits.durationNs(length);
    if (!words.is("every")) {
      return new Action.Stall(where, lengthNs);
    }
    Stalls stalls = new Stalls(lengthNs, LabUnits.durationNs(words.next("a time")));
    return paths(where, p -> p.withStalls(stalls));
  }

  /** A delay takes its jitter along, so that the two are checked as a pair. */
  private static Action delay(Words words) {
    Set<Direction> where = words.directions();
    long delayNs = LabUnits.durationNs(words.next("a delay"));
    if (!words.is("jitter")) {
      return new Action.Change(
          n -> withDelay(n, where, delayNs, where.size() == 2 ? jitterNs(n) : -1));
    }
    long jitterNs = LabUnits.durationNs(words.next("a jitter"));
    return new Action.Change(n -> withDelay(n, where, delayNs, jitterNs));
  }

  private static long jitterNs(NetworkSettings network) {
    return network.up().jitterNs() + network.down().jitterNs();
  }

  private static Action jitter(Set<Direction> where, long jitterNs) {
    return new Action.Change(
        n ->
            where.size() == 2
                ? n.with(Direction.UP, p -> p.withDelay(p.delayNs(), jitterNs / 2))
                    .with(Direction.DOWN, p -> p.withDelay(p.delayNs(), jitterNs - jitterNs / 2))
                : n.with(only(where), p -> p.withDelay(p.delayNs(), jitterNs)));
  }

  /** Both directions: a round trip. One: one way, and a jitter of -1 stays what it is. */
  private static NetworkSettings withDelay(
      NetworkSettings network, Set<Direction> where, long delayNs, long jitterNs) {
    return where.size() == 2
        ? network.withRoundTrip(delayNs, jitterNs)
        : network.with(
            only(where), p -> p.withDelay(delayNs, jitterNs < 0 ? p.jitterNs() : jitterNs));
  }

  private static Direction only(Set<Direction> where) {
    return where.iterator().next();
  }

  private static Action paths(Set<Direction> where, UnaryOperator<PathSettings> change) {
    return new Action.Change(
        n -> {
          NetworkSettings network = n;
          for (Direction direction : where) {
            network = network.with(direction, change);
          }
          return network;
        });
  }

  /** The words of a line, one after the other. */
  private static final class Words {
    private final Iterator<String> words;
    private String ahead;

    Words(Iterator<String> words) {
      this.words = words;
      this.ahead = words.hasNext() ? words.next() : null;
    }

    boolean more() {
      return ahead != null;
    }

    String next(String wanted) {
      if (ahead == null) {
        throw new IllegalArgumentException("the line ends where " + wanted + " should be");
      }
      String word = ahead;
      ahead = words.hasNext() ? words.next() : null;
      return word;
    }

    /** Takes the next word if it is this one. */
    boolean is(String word) {
      boolean same = word.equals(ahead);
      if (same) {
        next(word);
      }
      return same;
    }

    /** Takes {@code up} or {@code down}; both if neither is there. */
    Set<Direction> directions() {
      if (is("up")) {
        return EnumSet.of(Direction.UP);
      }
      return is("down") ? EnumSet.of(Direction.DOWN) : EnumSet.allOf(Direction.class);
    }
  }
}
