package dev.backbeat.server.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.BackbeatServer;
import dev.backbeat.server.room.RoomSpec;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Spans of a real server, as an SDK that was registered before it gets them. */
@Timeout(120)
class TracingIT {
  private final Kept kept = new Kept();

  /** An exporter that keeps what it gets. */
  private static final class Kept implements SpanExporter {
    final List<SpanData> spans = new CopyOnWriteArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> batch) {
      spans.addAll(batch);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }

    SpanData only(String name) {
      List<SpanData> found = spans.stream().filter(s -> s.getName().equals(name)).toList();
      assertEquals(1, found.size(), name + " among " + spans);
      return found.get(0);
    }
  }

  @AfterEach
  void forget() {
    GlobalOpenTelemetry.resetForTest();
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void roomsMadeAndClosedAndADrainAreSpansAndFailuresSaySo() throws Exception {
    GlobalOpenTelemetry.resetForTest();
    SdkTracerProvider provider =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(kept)).build();
    GlobalOpenTelemetry.set(OpenTelemetrySdk.builder().setTracerProvider(provider).build());
    BackbeatServer server = get(BackbeatServer.start("--port", "0", "--overload-ladder", "off"));
    try {
      RoomSpec good = new RoomSpec("a", null, null, null, null, null, null, null, Map.of());
      get(server.rooms().create(good));
      assertThrows(ExecutionException.class, () -> get(server.rooms().close("b", "why not")));
    } finally {
      get(server.stop());
      provider.close();
    }
    SpanData made = kept.only("room.create");
    assertEquals("a", made.getAttributes().get(TracedRooms.ROOM));
    assertEquals(StatusCode.UNSET, made.getStatus().getStatusCode());
    assertEquals(Tracing.SCOPE, made.getInstrumentationScopeInfo().getName());
    assertTrue(made.getEndEpochNanos() >= made.getStartEpochNanos());
    SpanData refused = kept.only("room.close");
    assertEquals(StatusCode.ERROR, refused.getStatus().getStatusCode());
    assertEquals("there is no room b", refused.getStatus().getDescription());
    assertEquals(1L, kept.only("server.drain").getAttributes().get(TracedRooms.ROOMS));
  }

  @Test
  void withoutAnSdkNothingIsMade() throws Exception {
    GlobalOpenTelemetry.resetForTest();
    Future<String> done =
        Tracing.global()
            .span(
                "quiet",
                span -> assertTrue(!span.isRecording() && !span.getSpanContext().isValid()),
                () -> Future.succeededFuture("answer"));
    assertEquals("answer", get(done));
    assertEquals(List.of(), kept.spans);
  }
}
