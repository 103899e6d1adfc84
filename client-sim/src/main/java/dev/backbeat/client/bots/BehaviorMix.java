package dev.backbeat.client.bots;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * Which bot behaves how: {@code "hunt=3,turn:20=1"} gives three of four bots one behaviour and one
 * the other. Immutable.
 */
final class BehaviorMix {
  /**
   * One part of the mix.
   *
   * @param argument what stands after the colon, or empty
   */
  record Share(BehaviorFactory factory, String argument, int weight) {}

  private static final int MAX_WEIGHT = 1000;

  private final List<Share> shares;
  private final int total;

  private BehaviorMix(List<Share> shares) {
    this.shares = List.copyOf(shares);
    this.total = shares.stream().mapToInt(Share::weight).sum();
  }

  /** All behaviours on the class path, by name; two of one name are an error. */
  static Map<String, BehaviorFactory> available() {
    Map<String, BehaviorFactory> found = new TreeMap<>();
    for (BehaviorFactory factory : ServiceLoader.load(BehaviorFactory.class)) {
      BehaviorFactory other = found.put(factory.name(), factory);
      if (other != null) {
        throw new IllegalStateException(
            "two behaviours are called '"
                + factory.name()
                + "': "
                + other.getClass().getName()
                + " and "
                + factory.getClass().getName());
      }
    }
    return found;
  }

  /**
   * Reads a mix.
   *
   * @throws IllegalArgumentException with a sentence for people
   */
  static BehaviorMix parse(String text, Map<String, BehaviorFactory> available) {
    List<Share> shares = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] sides = part.strip().split("=", -1);
      if (sides.length > 2 || sides[0].isEmpty()) {
        throw new IllegalArgumentException(
            "'" + part + "' is no behaviour: name[:argument][=weight]");
      }
      int weight = sides.length == 2 ? weight(sides[1]) : 1;
      int colon = sides[0].indexOf(':');
      String name = colon < 0 ? sides[0] : sides[0].substring(0, colon);
      String argument = colon < 0 ? "" : sides[0].substring(colon + 1);
      BehaviorFactory factory = available.get(name);
      if (factory == null) {
        throw new IllegalArgumentException(
            "no behaviour '" + name + "'; there are " + String.join(", ", available.keySet()));
      }
      // A bad argument is to be heard of now, not when the first bot starts.
      factory.create(argument);
      shares.add(new Share(factory, argument, weight));
    }
    return new BehaviorMix(shares);
  }

  /**
   * The share of bot {@code index}: after each round of {@code total} bots the weights hold
   * exactly, and bots of one kind are spread over the round.
   */
  Share of(int index) {
    int[] credit = new int[shares.size()];
    int chosen = 0;
    for (int i = 0; i <= index % total; i++) {
      chosen = 0;
      for (int s = 0; s < credit.length; s++) {
        credit[s] += shares.get(s).weight();
        if (credit[s] > credit[chosen]) {
          chosen = s;
        }
      }
      credit[chosen] -= total;
    }
    return shares.get(chosen);
  }

  private static int weight(String text) {
    if (!text.matches("\\d{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "a weight must be 1.." + MAX_WEIGHT + ", is '" + text + "'");
    }
    return Integer.parseInt(text);
  }
}
