package dev.backbeat.load.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLException;

/**
 * One WebSocket connection, client's side: the upgrade, messages in, messages out. Reads into its
 * loop's buffer and finds frames there, builds what it writes in the loop's other buffer, and so
 * allocates nothing per message. Everything happens on the loop's thread.
 */
public final class Connection implements FrameReader.Sink {
  /** What happens on the connection, on its loop's thread. */
  public interface Listener {
    /** The upgrade is done; messages may be written. */
    void onOpen();

    /** A message; the array is valid during the call only. */
    void onMessage(boolean text, byte[] data, int offset, int length, long nowNs);

    /**
     * The end, called once.
     *
     * @param kind short and stable, as in errors_by_kind: "upgrade_503", "closed_1001" ...
     */
    void onClosed(String kind, String detail);
  }

  private static final int MAX_MESSAGE_BYTES = 8 << 20;

  private final IoLoop loop;
  private final Listener listener;
  private final UpgradeExchange exchange;
  private final FrameReader reader = new FrameReader(MAX_MESSAGE_BYTES);
  private SocketChannel channel;
  private SelectionKey key;
  private ByteStream stream;
  private boolean asked;
  private boolean open;
  private boolean closed;
  private String closeKind;
  private String closeDetail = "";
  private boolean tls;
  private boolean paused;
  private long readNs;
  private int maskState;

  /**
   * @param seed of the masking keys
   */
  Connection(IoLoop loop, Upgrade upgrade, long seed, Listener listener) {
    this.loop = loop;
    this.listener = listener;
    this.maskState = (int) (seed ^ seed >>> 32) | 1;
    byte[] nonce = new byte[16];
    for (int i = 0; i < nonce.length; i++) {
      nonce[i] = (byte) nextMask();
    }
    this.exchange = new UpgradeExchange(upgrade, nonce);
  }

  /**
   * @param from the address of this machine; null = the system's choice
   */
  void connect(InetSocketAddress from, InetSocketAddress address, Tls tls, int receiveBufferBytes) {
    try {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (receiveBufferBytes > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
      }
      PlainStream plain = new PlainStream(channel);
      this.tls = tls != null;
      stream = tls == null ? plain : new TlsStream(plain, tls.newEngine());
      if (from != null) {
        channel.bind(from);
      }
      boolean connected = channel.connect(address);
      key = channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
      if (connected) {
        onConnected();
      }
    } catch (IOException | RuntimeException e) {
      end("connect_failed", String.valueOf(e.getMessage()));
    }
  }

  private void onConnected() throws IOException {
    key.interestOps(SelectionKey.OP_READ);
    stream.onConnected();
    ask();
  }

  /** Sends the upgrade, once, as soon as that can be done. */
  private void ask() throws IOException {
    if (!asked && stream.established()) {
      asked = true;
      stream.write(ByteBuffer.wrap(exchange.request()));
    }
    watchWrites();
  }

  /** Whether the socket takes more; false while the server does not read. */
  public boolean writable() {
    return open && !closed && !stream.blocked();
  }

  /** Writes one binary or text message. */
  public void write(boolean text, byte[] payload, int length) {
    write(text ? FrameWriter.TEXT : FrameWriter.BINARY, payload, 0, length);
  }

  /** Closes the connection without a word. */
  public void abort() {
    end("aborted", "");
  }

  private void write(int opcode, byte[] payload, int offset, int length) {
    if (closed) {
      return;
    }
    ByteBuffer out = loop.writeBuffer().clear();
    FrameWriter.write(opcode, payload, offset, length, nextMask(), out);
    try {
      stream.write(out.flip());
      watchWrites();
    } catch (IOException e) {
      lost(e);
    }
  }

  private void watchWrites() {
    int reads = paused ? 0 : SelectionKey.OP_READ;
    int wanted = reads | (stream.blocked() ? SelectionKey.OP_WRITE : 0);
    if (key.isValid() && key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  /** Xorshift: RFC 6455 wants keys that a script cannot foresee; the test is its own script. */
  private int nextMask() {
    maskState ^= maskState << 13;
    maskState ^= maskState >>> 17;
    maskState ^= maskState << 5;
    return maskState;
  }

  void onReady(SelectionKey ready) {
    if (closed) {
      return;
    }
    try {
      int ops = ready.readyOps();
      if ((ops & SelectionKey.OP_READ) != 0) {
        read();
      }
      if ((ops & SelectionKey.OP_WRITE) != 0 && !closed) {
        stream.flush();
        watchWrites();
      }
      if ((ops & SelectionKey.OP_CONNECT) != 0) {
        finishConnect();
      }
    } catch (SSLException e) {
      end("tls_failed", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      lost(e);
    } catch (RuntimeException e) {
      end("client_failed", e.toString());
    }
  }

  private void finishConnect() throws IOException {
    try {
      channel.finishConnect();
    } catch (IOException e) {
      end("connect_failed", String.valueOf(e.getMessage()));
      return;
    }
    onConnected();
  }

  /** From now on nothing is read but by {@link #readNow}. */
  public void pauseReads() {
    paused = true;
    watchWrites();
  }

  /**
   * Reads once, about so many bytes at most (TLS: what one read of the socket brings).
   *
   * @return how many bytes there were
   */
  public int readNow(int maxBytes) {
    if (closed) {
      return 0;
    }
    try {
      readNs = System.nanoTime();
      ByteBuffer in = loop.readBuffer().clear();
      if (!tls) {
        in.limit(Math.min(in.capacity(), maxBytes));
      }
      return take(in);
    } catch (IOException e) {
      lost(e);
    } catch (RuntimeException e) {
      end("client_failed", e.toString());
    }
    return 0;
  }

  private int take(ByteBuffer in) throws IOException {
    int n = stream.read(in);
    if (n < 0) {
      end(closeKind == null ? "connection_lost" : closeKind, closeDetail);
      return 0;
    }
    in.flip().get(loop.scratch(), 0, n);
    onBytes(loop.scratch(), n);
    return n;
  }

  private void read() throws IOException {
    readNs = System.nanoTime();
    ByteBuffer in = loop.readBuffer();
    byte[] scratch = loop.scratch();
    do {
      in.clear();
      int n = stream.read(in);
      if (!asked) {
        ask();
      }
      if (n < 0) {
        end(closeKind == null ? "connection_lost" : closeKind, closeDetail);
        return;
      }
      in.flip().get(scratch, 0, n);
      onBytes(scratch, n);
    } while (!closed && !paused && stream.more());
  }

  private void onBytes(byte[] data, int length) {
    int used = open ? 0 : exchange.feed(data, 0, length);
    if (!open && exchange.failureKind() != null) {
      end(exchange.failureKind(), exchange.failure());
    } else if (!open && exchange.done()) {
      open = true;
      listener.onOpen();
    }
    if (open && used < length && !closed) {
      reader.feed(data, used, length - used, this);
    }
  }

  @Override
  public void onMessage(boolean text, byte[] data, int offset, int length) {
    if (!closed) {
      listener.onMessage(text, data, offset, length, readNs);
    }
  }

  @Override
  public void onPing(byte[] data, int offset, int length) {
    write(FrameWriter.PONG, data, offset, length);
  }

  @Override
  public void onClose(int code, String reason) {
    byte[] echo = {(byte) (code >>> 8), (byte) code};
    closeKind = "closed_" + code;
    closeDetail = reason;
    write(FrameWriter.CLOSE, echo, 0, code == 1005 ? 0 : 2);
    end(closeKind, reason);
  }

  @Override
  public void onProtocolError(String what) {
    end("protocol_error", what);
  }

  private void lost(IOException e) {
    end(closeKind == null ? "connection_lost" : closeKind, String.valueOf(e.getMessage()));
  }

  private void end(String kind, String detail) {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The descriptor is gone all the same; the kind of the end is already known.
      closeDetail = detail;
    }
    listener.onClosed(kind, detail);
  }
}
