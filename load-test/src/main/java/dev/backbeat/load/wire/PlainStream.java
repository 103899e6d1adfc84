package dev.backbeat.load.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A socket. What it does not take at once is kept, up to {@value #MAX_UNSENT_BYTES} bytes. */
final class PlainStream implements ByteStream {
  private static final int MAX_UNSENT_BYTES = 65_536;

  private final SocketChannel channel;
  private ByteBuffer unsent;
  private boolean more;

  PlainStream(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public void onConnected() {
    // Nothing else is needed.
  }

  @Override
  public boolean established() {
    return true;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int n = channel.read(into);
    more = n > 0 && !into.hasRemaining();
    return n;
  }

  @Override
  public boolean more() {
    return more;
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    if (unsent == null) {
      channel.write(from);
    }
    if (from.hasRemaining()) {
      keep(from);
    }
  }

  private void keep(ByteBuffer from) throws IOException {
    int kept = unsent == null ? 0 : unsent.remaining();
    if (kept + from.remaining() > MAX_UNSENT_BYTES) {
      throw new IOException("the server does not read");
    }
    ByteBuffer all = ByteBuffer.allocate(kept + from.remaining());
    if (unsent != null) {
      all.put(unsent);
    }
    unsent = all.put(from).flip();
  }

  @Override
  public void flush() throws IOException {
    if (unsent != null) {
      channel.write(unsent);
      if (!unsent.hasRemaining()) {
        unsent = null;
      }
    }
  }

  @Override
  public boolean blocked() {
    return unsent != null;
  }
}
