package dev.backbeat.server.trace;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes one span per operation. Any thread. */
public final class Tracing {
  /** The instrumentation's name, as traces show it. */
  public static final String SCOPE = "dev.backbeat";

  private final Tracer tracer;

  /** Of this tracer. */
  public Tracing(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Of the SDK or the agent that is there by now; of none, it does nothing. */
  public static Tracing global() {
    return new Tracing(GlobalOpenTelemetry.get().getTracer(SCOPE));
  }

  /**
   * An operation that is over when its future is.
   *
   * @param attributes sets what is known of it
   */
  public <T> Future<T> span(String name, Consumer<Span> attributes, Supplier<Future<T>> operation) {
    Span span = tracer.spanBuilder(name).setSpanKind(SpanKind.INTERNAL).startSpan();
    attributes.accept(span);
    try {
      return Context.current()
          .with(span)
          .wrapSupplier(operation)
          .get()
          .onComplete(result -> end(span, result.cause()));
    } catch (RuntimeException | Error e) {
      end(span, e);
      throw e;
    }
  }

  private static void end(Span span, Throwable failure) {
    if (failure != null) {
      span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
      span.recordException(failure);
    }
    span.end();
  }
}
