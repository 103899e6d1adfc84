package dev.backbeat.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM, SIGINT and SIGHUP as events. A shutdown hook hears of the first one only, and a JVM that
 * ends by a signal exits with 128 + its number. {@code sun.misc.Signal} (module jdk.unsupported)
 * has been the way to get both since JDK 1.3; it is reached by reflection because the compiler
 * warns of it whatever one says. Where it is missing, the shutdown hook of {@link Main} does what
 * it can.
 */
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
  static final List<String> STOP = List.of("TERM", "INT");
  static final List<String> RELOAD = List.of("HUP");

  private Signals() {}

  /**
   * Calls {@code onSignal} with 1 at the first of them, 2 at the second and so on, on a thread of
   * the JVM's.
   */
  static void handle(List<String> names, IntConsumer onSignal) {
    AtomicInteger count = new AtomicInteger();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler calls =
          (proxy, method, args) -> {
            if (method.getDeclaringClass() == Object.class) {
              return identity(proxy, method, args);
            }
            onSignal.accept(count.incrementAndGet());
            return null;
          };
      Object made =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, calls);
      Method handle = signal.getMethod("handle", signal, handler);
      for (String name : names) {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), made);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue("cause", e.toString())
          .addKeyValue("signals", names)
          .log("signals cannot be handled one by one: the first one ends the server");
    }
  }

  private static Object identity(Object proxy, Method method, Object[] args) {
    return switch (method.getName()) {
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "backbeat signal handler";
    };
  }
}
