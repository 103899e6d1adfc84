package dev.backbeat.codec;

import dev.backbeat.v1.Event;
import dev.backbeat.v1.ServerFrame;

/**
 * Encodes events into the bytes of the field {@code ServerFrame.events}: tag, length, payload. Such
 * bytes can be put behind one another in any frame. Reused, it allocates nothing. One thread.
 */
public final class EventWriter {
  private final WireBuffer body = new WireBuffer();
  private final WireBuffer packed = new WireBuffer();

  /** A writer with small buffers. */
  public EventWriter() {}

  /**
   * Appends one event.
   *
   * @param tick in which it happened
   * @param type index in the schema
   * @param x in the position's own integers; 0 for events of no place
   * @param y as {@code x}
   * @param args as the schema names them; may be empty
   * @param texts names and other text; may be empty
   */
  public void write(
      WireBuffer target, int tick, int type, int x, int y, int[] args, String... texts) {
    packed.clear();
    for (int arg : args) {
      packed.putZigZag(arg);
    }
    body.clear();
    body.putUint32Field(Event.TICK_FIELD_NUMBER, tick);
    body.putUint32Field(Event.TYPE_FIELD_NUMBER, type);
    body.putSint32Field(Event.X_FIELD_NUMBER, x);
    body.putSint32Field(Event.Y_FIELD_NUMBER, y);
    body.putBytesField(Event.ARGS_FIELD_NUMBER, packed);
    for (String text : texts) {
      body.putStringField(Event.TEXTS_FIELD_NUMBER, text);
    }
    target.putTag(ServerFrame.EVENTS_FIELD_NUMBER, WireBuffer.LENGTH_DELIMITED);
    target.putVarint(body.size());
    target.put(body);
  }
}
