package dev.backbeat.load.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes below a WebSocket: those of a socket, or what TLS makes of them. One thread. */
interface ByteStream {
  /** The TCP connection is there. */
  void onConnected() throws IOException;

  /** Whether the peer can be talked to: always, or as soon as TLS has shaken hands. */
  boolean established();

  /**
   * Reads what there is.
   *
   * @return bytes read, 0 = none now, -1 = the end
   */
  int read(ByteBuffer into) throws IOException;

  /** Whether {@link #read} must be called again, because the last call did not take everything. */
  boolean more();

  /**
   * Writes all of it, or keeps what the socket does not take.
   *
   * @throws IOException also when too much is kept already
   */
  void write(ByteBuffer from) throws IOException;

  /** Tries again to write what was kept. */
  void flush() throws IOException;

  /** Whether something is kept. */
  boolean blocked();
}
