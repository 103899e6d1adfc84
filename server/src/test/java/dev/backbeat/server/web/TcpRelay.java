package dev.backbeat.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Relays bytes to a server, and can cut every connection without a word, as a bad network does. */
final class TcpRelay implements AutoCloseable {
  private final ServerSocket listening;
  private volatile int targetPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  TcpRelay(int targetPort) throws IOException {
    this.targetPort = targetPort;
    this.listening = new ServerSocket();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    daemon("relay-accept", this::acceptAll);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** For a server that has to know this port when it starts. */
  void leadTo(int port) {
    targetPort = port;
  }

  /** Resets all connections: no WebSocket close frame, no TCP FIN. */
  int cutAll() {
    int count = 0;
    for (Socket socket : sockets) {
      sockets.remove(socket);
      try (socket) {
        socket.setSoLinger(true, 0);
        count++;
      } catch (IOException e) {
        // It ended by itself at the same moment.
      }
    }
    return count;
  }

  /** From now on new connections are cut at once, or are not. */
  void refuse(boolean on) {
    refusing = on;
  }

  private void acceptAll() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (refusing) {
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        daemon("relay-up", () -> pump(client, server));
        daemon("relay-down", () -> pump(server, client));
      } catch (IOException e) {
        // Closed, or the server is gone: the client sees a refused connection.
      }
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The connection was cut: that is what a relay is for.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cutAll();
  }
}
