package dev.backbeat.server.fuzz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * What Jazzer calls: it runs the seeds of the target named by its argument, so that loading and
 * instrumenting classes does not count as a slow input, and then the fuzzer's inputs.
 */
public final class FuzzDriver {
  private static MethodHandle target;

  private FuzzDriver() {}

  /** Called once, before the first input. */
  public static void fuzzerInitialize(String[] arguments) throws Throwable {
    FuzzTarget named = FuzzTarget.of(arguments[0]);
    target =
        MethodHandles.publicLookup()
            .findStatic(
                Class.forName(named.className()),
                "fuzzerTestOneInput",
                MethodType.methodType(void.class, byte[].class));
    for (byte[] seed : named.seeds()) {
      fuzzerTestOneInput(seed);
    }
  }

  /** One input. */
  public static void fuzzerTestOneInput(byte[] data) throws Throwable {
    target.invokeExact(data);
  }
}
