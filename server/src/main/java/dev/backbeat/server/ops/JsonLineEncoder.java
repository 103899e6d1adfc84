package dev.backbeat.server.ops;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Writes log events as JSON, one object per line; what is in it is the subclass's to say. */
abstract class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
  /** The line of an event. Any thread. */
  abstract JsonObject line(ILoggingEvent event);

  @Override
  public final byte[] encode(ILoggingEvent event) {
    return (line(event).encode() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public final byte[] headerBytes() {
    return null;
  }

  @Override
  public final byte[] footerBytes() {
    return null;
  }
}
