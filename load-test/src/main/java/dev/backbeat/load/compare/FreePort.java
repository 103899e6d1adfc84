package dev.backbeat.load.compare;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports for programs that cannot be told to take any. */
public final class FreePort {
  // Below the ports that kernels give to clients, of which there are many here.
  private static final int FIRST = 20_000;
  private static final int LAST = 30_000;
  private static final int TRIES = 50;

  private FreePort() {}

  /** A port of loopback on which nobody listens. */
  public static int next() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        continue;
      }
    }
    throw new IOException("no free port of " + FIRST + " to " + LAST);
  }
}
