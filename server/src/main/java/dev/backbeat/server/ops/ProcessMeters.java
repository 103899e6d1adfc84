package dev.backbeat.server.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.function.ToDoubleFunction;
import org.slf4j.LoggerFactory;

/** What the JVM, the operating system and the log say of this process. */
final class ProcessMeters implements AutoCloseable {
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final ProcessFigures figures = new ProcessFigures();
  private final LogbackMetrics log;

  ProcessMeters(MeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
    // Embedded in a program with another logging library there is nothing to count with.
    log =
        LoggerFactory.getILoggerFactory() instanceof ch.qos.logback.classic.LoggerContext
            ? new LogbackMetrics()
            : null;
    if (log != null) {
      log.bindTo(registry);
    }
    FunctionCounter.builder("process.cpu", figures, ProcessFigures::cpuSeconds)
        .description("User and system time of this process")
        .baseUnit("seconds")
        .register(registry);
    bytes(
        registry,
        "jvm.threads.allocated",
        "Heap bytes allocated so far by the threads that live",
        ProcessFigures::allocatedBytes);
    bytes(registry, "process.resident.memory", "Resident set size", ProcessFigures::residentBytes);
  }

  private void bytes(
      MeterRegistry registry, String name, String help, ToDoubleFunction<ProcessFigures> value) {
    Gauge.builder(name, figures, value).description(help).baseUnit("bytes").register(registry);
  }

  /** CPU seconds of this process so far, user and system. */
  double cpuSeconds() {
    return figures.cpuSeconds();
  }

  @Override
  public void close() {
    gc.close();
    if (log != null) {
      log.close();
    }
  }
}
