package dev.backbeat.client.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lab between real sockets. */
@Timeout(60)
class LabIT {
  private static final long MS = 1_000_000;
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static Lab labTo(int port, NetworkSettings network) throws IOException {
    return Lab.start(LabSettings.to("127.0.0.1", port).withNetwork(network).withSeed(7));
  }

  private static ServerSocket listen() throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, LOOPBACK);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static Socket connect(Lab lab) throws IOException {
    Socket socket = new Socket(LOOPBACK, lab.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static Socket accept(ServerSocket listening) throws IOException {
    Socket socket = listening.accept();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Test
  void nothingArrivesEarly() throws Exception {
    try (ServerSocket listening = listen();
        Lab lab = labTo(listening.getLocalPort(), NetworkSettings.ofRoundTrip(100 * MS, 0));
        Socket client = connect(lab);
        Socket server = accept(listening)) {
      for (int i = 0; i < 20; i++) {
        long sentNs = System.nanoTime();
        client.getOutputStream().write(i);
        assertEquals(i, server.getInputStream().read());
        long halfWayNs = System.nanoTime();
        server.getOutputStream().write(i);
        assertEquals(i, client.getInputStream().read());
        long backNs = System.nanoTime();
        assertTrue(halfWayNs - sentNs >= 50 * MS && backNs - halfWayNs >= 50 * MS);
      }
      LabStats stats = lab.stats();
      assertEquals(20, stats.up().bytes());
      assertEquals(20, stats.down().pieces());
      assertTrue(stats.down().delayP50Ns() >= 49 * MS, stats.toString());
      System.out.println("delay of 50 ms each way, late by: " + stats);
    }
  }

  @Test
  void aHandshakeCostsARoundTrip() throws Exception {
    try (ServerSocket listening = listen();
        Lab lab = labTo(listening.getLocalPort(), NetworkSettings.ofRoundTrip(200 * MS, 0))) {
      long beginNs = System.nanoTime();
      try (Socket client = connect(lab)) {
        client.getOutputStream().write(1);
        try (Socket server = accept(listening)) {
          assertTrue(System.nanoTime() - beginNs >= 100 * MS, "the server hears of it");
          assertEquals(1, server.getInputStream().read());
          assertTrue(System.nanoTime() - beginNs >= 300 * MS, "the first byte");
        }
      }
    }
  }

  @Test
  void oneSideMayEndAndStillHear() throws Exception {
    try (ServerSocket listening = listen();
        Lab lab = labTo(listening.getLocalPort(), NetworkSettings.ofRoundTrip(20 * MS, 10 * MS));
        Socket client = connect(lab);
        Socket server = accept(listening)) {
      client.getOutputStream().write(new byte[] {1, 2, 3});
      client.shutdownOutput();
      assertArrayEquals(new byte[] {1, 2, 3}, server.getInputStream().readAllBytes());
      server.getOutputStream().write(new byte[] {4, 5});
      server.shutdownOutput();
      assertArrayEquals(new byte[] {4, 5}, client.getInputStream().readAllBytes());
      awaitOpen(lab, 0);
      assertEquals(0, lab.stats().resets());
    }
  }

  @Test
  void aResetArrivesAsAReset() throws Exception {
    try (ServerSocket listening = listen();
        Lab lab = labTo(listening.getLocalPort(), NetworkSettings.ofRoundTrip(20 * MS, 0))) {
      try (Socket client = connect(lab);
          Socket server = accept(listening)) {
        client.getOutputStream().write(1);
        assertEquals(1, server.getInputStream().read());
        reset(server);
        assertReset(client);
      }
      try (Socket client = connect(lab);
          Socket server = accept(listening)) {
        server.getOutputStream().write(1);
        assertEquals(1, client.getInputStream().read());
        reset(client);
        assertReset(server);
      }
      awaitOpen(lab, 0);
      assertEquals(0, lab.stats().resets(), "these were none of the lab's own");
    }
  }

  @Test
  void theLabResetsByAgeByScriptAndOnDemand() throws Exception {
    try (ServerSocket listening = listen()) {
      NetworkSettings direct = NetworkSettings.DIRECT;
      try (Lab lab = labTo(listening.getLocalPort(), direct.withResetAfter(50 * MS));
          Socket client = connect(lab);
          Socket server = accept(listening)) {
        assertReset(client);
        assertReset(server);
      }
      LabSettings scripted =
          LabSettings.to("127.0.0.1", listening.getLocalPort())
              .withScript(LabScript.parse("at 50ms delay 10ms\nat 100ms reset"));
      try (Lab lab = Lab.start(scripted);
          Socket client = connect(lab);
          Socket server = accept(listening)) {
        assertReset(client);
        assertReset(server);
        assertEquals(10 * MS, lab.network().roundTripNs());
        try (Socket again = connect(lab);
            Socket accepted = accept(listening)) {
          again.getOutputStream().write(9);
          assertEquals(9, accepted.getInputStream().read(), "the script is played once");
          lab.resetAll();
          assertReset(again);
          assertReset(accepted);
        }
        awaitOpen(lab, 0);
        assertEquals(2, lab.stats().resets());
        assertEquals(2, lab.stats().opened());
      }
    }
  }

  @Test
  void aStallHoldsEverythingUntilItsEnd() throws Exception {
    try (ServerSocket listening = listen();
        Lab lab = labTo(listening.getLocalPort(), NetworkSettings.DIRECT);
        Socket client = connect(lab);
        Socket server = accept(listening)) {
      client.getOutputStream().write(1);
      assertEquals(1, server.getInputStream().read());
      long beginNs = System.nanoTime();
      lab.stall(Direction.UP, 300 * MS);
      client.getOutputStream().write(2);
      server.getOutputStream().write(3);
      assertEquals(3, client.getInputStream().read());
      assertEquals(2, server.getInputStream().read());
      assertTrue(System.nanoTime() - beginNs >= 300 * MS);
    }
  }

  @Test
  void aConnectionThatTheTargetRefusesIsReset() throws Exception {
    int nobody;
    try (ServerSocket closed = listen()) {
      nobody = closed.getLocalPort();
    }
    try (Lab lab = labTo(nobody, NetworkSettings.ofRoundTrip(20 * MS, 0));
        Socket client = connect(lab)) {
      assertReset(client);
      assertEquals(1, lab.stats().refused());
    }
  }

  @Test
  void afterItsEndNoSocketIsLeft() throws Exception {
    try (ServerSocket listening = listen()) {
      // In whatever state they are: the lab dials the server after the delay.
      for (int i = 0; i < 50; i++) {
        Lab lab = labTo(listening.getLocalPort(), NetworkSettings.ofRoundTrip(i / 10 * MS, 0));
        try (Socket client = connect(lab);
            Socket server = i % 10 == 0 ? accept(listening) : null) {
          lab.close();
          assertEnded(client);
          if (server != null) {
            assertEnded(server);
          }
          assertEquals(0, lab.stats().open());
        }
      }
      // Those that were dialled and not accepted above wait here, and are closed, too.
      listening.setSoTimeout(100);
      assertThrows(
          SocketTimeoutException.class,
          () -> {
            while (true) {
              try (Socket left = accept(listening)) {
                assertEnded(left);
              }
            }
          });
    }
  }

  @Test
  void anEndedLabCanBeEndedAgain() throws Exception {
    try (ServerSocket listening = listen()) {
      Lab lab = labTo(listening.getLocalPort(), NetworkSettings.ofRoundTrip(20 * MS, 0));
      try (Socket client = connect(lab);
          Socket server = accept(listening)) {
        int port = lab.port();
        lab.close();
        assertEquals(-1, client.getInputStream().read());
        assertEquals(-1, server.getInputStream().read());
        assertThrows(IOException.class, () -> new Socket(LOOPBACK, port));
        assertEquals(0, lab.stats().open());
      }
      lab.close();
    }
  }

  @Test
  void aPortThatIsTakenIsSaid() throws Exception {
    try (ServerSocket taken = listen()) {
      LabSettings settings =
          LabSettings.to("127.0.0.1", 1).withListen("127.0.0.1", taken.getLocalPort());
      IOException e = assertThrows(IOException.class, () -> Lab.start(settings));
      assertTrue(e.getMessage().contains("127.0.0.1:" + taken.getLocalPort()), e.getMessage());
    }
  }

  private static void assertEnded(Socket socket) throws IOException {
    try {
      assertEquals(-1, socket.getInputStream().read());
    } catch (SocketException e) {
      assertTrue(e.getMessage().contains("reset"), e.getMessage());
    }
  }

  private static void assertReset(Socket socket) {
    SocketException e = assertThrows(SocketException.class, () -> socket.getInputStream().read());
    assertTrue(e.getMessage().contains("reset"), e.getMessage());
  }

  private static void awaitOpen(Lab lab, long count) {
    long endNs = System.nanoTime() + 30_000 * MS;
    while (lab.stats().open() != count) {
      assertTrue(System.nanoTime() < endNs, "still " + lab.stats().open());
      Thread.onSpinWait();
    }
  }
}
