package dev.backbeat.load.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** TLS over a socket, by the JDK's engine; its tasks run on the loop's thread. */
final class TlsStream implements ByteStream {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final PlainStream socket;
  private final SSLEngine engine;
  private final ByteBuffer sealedIn;
  private final ByteBuffer sealedOut;
  private boolean established;
  private boolean more;

  TlsStream(PlainStream socket, SSLEngine engine) {
    this.socket = socket;
    this.engine = engine;
    int packetBytes = engine.getSession().getPacketBufferSize();
    sealedIn = ByteBuffer.allocate(2 * packetBytes);
    sealedOut = ByteBuffer.allocate(packetBytes);
  }

  @Override
  public void onConnected() throws IOException {
    engine.beginHandshake();
    shakeHands();
  }

  @Override
  public boolean established() {
    return established;
  }

  /** Does what the engine wants of this side. */
  private void shakeHands() throws IOException {
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> {
          for (Runnable task = engine.getDelegatedTask();
              task != null;
              task = engine.getDelegatedTask()) {
            task.run();
          }
        }
        case NEED_WRAP -> {
          if (seal(NOTHING).getStatus() == SSLEngineResult.Status.CLOSED) {
            return;
          }
        }
        default -> {
          established |= engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
          return;
        }
      }
    }
  }

  private SSLEngineResult seal(ByteBuffer from) throws IOException {
    sealedOut.clear();
    SSLEngineResult result = engine.wrap(from, sealedOut);
    sealedOut.flip();
    socket.write(sealedOut);
    return result;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int before = into.position();
    int n = socket.read(sealedIn);
    sealedIn.flip();
    more = false;
    boolean ended = n < 0;
    boolean reading = true;
    while (reading) {
      SSLEngineResult result = engine.unwrap(sealedIn, into);
      switch (result.getStatus()) {
        case CLOSED -> {
          ended = true;
          reading = false;
        }
        case BUFFER_OVERFLOW -> {
          more = true;
          reading = false;
        }
        case BUFFER_UNDERFLOW -> {
          more = socket.more();
          reading = false;
        }
        default -> shakeHands();
      }
    }
    sealedIn.compact();
    int read = into.position() - before;
    if (ended && !established) {
      throw new SSLException("the server ended the TLS handshake");
    }
    return read == 0 && ended ? -1 : read;
  }

  @Override
  public boolean more() {
    return more;
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      if (seal(from).getStatus() == SSLEngineResult.Status.CLOSED) {
        throw new IOException("TLS is closed");
      }
    }
  }

  @Override
  public void flush() throws IOException {
    socket.flush();
  }

  @Override
  public boolean blocked() {
    return socket.blocked();
  }
}
