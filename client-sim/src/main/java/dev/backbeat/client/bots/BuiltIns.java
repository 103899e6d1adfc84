package dev.backbeat.client.bots;

import java.util.function.IntFunction;

/** The behaviours that come with the bots, each found as any other plug-in is. */
public final class BuiltIns {
  private BuiltIns() {}

  /** What they have in common: a name, a line of help, and at most one number as argument. */
  private abstract static class Base implements BehaviorFactory {
    private final String name;
    private final String description;
    private final int defaultNumber;
    private final int maxNumber;
    private final IntFunction<Behavior> maker;

    Base(
        String name,
        String description,
        int defaultNumber,
        int maxNumber,
        IntFunction<Behavior> maker) {
      this.name = name;
      this.description = description;
      this.defaultNumber = defaultNumber;
      this.maxNumber = maxNumber;
      this.maker = maker;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String description() {
      return description;
    }

    @Override
    public Behavior create(String argument) {
      if (argument.isEmpty()) {
        return maker.apply(defaultNumber);
      }
      if (maxNumber == 0) {
        throw new IllegalArgumentException("the behaviour '" + name + "' takes no argument");
      }
      if (!argument.matches("\\d{1,6}")
          || Integer.parseInt(argument) < 1
          || Integer.parseInt(argument) > maxNumber) {
        throw new IllegalArgumentException(
            "the argument of '" + name + "' must be 1.." + maxNumber + ", is '" + argument + "'");
      }
      return maker.apply(Integer.parseInt(argument));
    }
  }

  /** {@link Hunt}. */
  public static final class HuntFactory extends Base {
    /** For the service loader. */
    public HuntFactory() {
      super("hunt", "goes to the nearest enemy, aims and shoots", 0, 0, n -> new Hunt());
    }
  }

  /** {@link Wander}. */
  public static final class WanderFactory extends Base {
    /** For the service loader. */
    public WanderFactory() {
      super("wander", "walks about, harms nobody", 0, 0, n -> new Wander());
    }
  }

  /** Does nothing. */
  public static final class IdleFactory extends Base {
    /** For the service loader. */
    public IdleFactory() {
      super("idle", "sends neutral inputs", 0, 0, n -> (bot, tick, input) -> {});
    }
  }

  /** {@link Turn}. */
  public static final class TurnFactory extends Base {
    /** For the service loader. */
    public TurnFactory() {
      super("turn", "new random direction every N ticks (turn:20)", 20, 100_000, Turn::new);
    }
  }

  /** {@link Flood}. */
  public static final class FloodFactory extends Base {
    /** For the service loader. */
    public FloodFactory() {
      super(
          "flood", "N broken input messages and a chat per tick (flood:10)", 10, 1000, Flood::new);
    }

    @Override
    public boolean provokes() {
      return true;
    }
  }

  /** {@link SlowReader}. */
  public static final class SlowReaderFactory extends Base {
    /** For the service loader. */
    public SlowReaderFactory() {
      super(
          "slow-reader",
          "stops reading for N ticks on average (slow-reader:90)",
          90,
          100_000,
          SlowReader::new);
    }

    @Override
    public boolean provokes() {
      return true;
    }
  }

  /** {@link Disconnector}. */
  public static final class DisconnectorFactory extends Base {
    /** For the service loader. */
    public DisconnectorFactory() {
      super(
          "disconnector",
          "hunts; resets its connection every N ticks (disconnector:150)",
          150,
          100_000,
          Disconnector::new);
    }
  }
}
