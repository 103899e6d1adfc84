package dev.backbeat.load.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The server under attack, and what an attacker may know of it. Any thread.
 *
 * @param port of the play port
 * @param room where attackers join who have to
 * @param apiKey for {@code POST /api/...}; "" = not known
 * @param ticketSecret that tickets are signed with; "" = not known
 * @param process the server's own process; null = somebody else started it
 * @param addresses how many loopback addresses were given out
 * @param admin the operators' listener, whose {@code apiKey} is an operator's token; null = not
 *     known
 */
record Target(
    int port,
    String room,
    String apiKey,
    String ticketSecret,
    ServerChild process,
    AtomicInteger addresses,
    Target admin) {
  private static final int FIRST_ADDRESS = 1 << 16;

  /** As honest players know it, whose addresses are others than attackers': 127.1.x.y. */
  static Target ofHonest(int port) {
    return new Target(port, "", "", "", null, new AtomicInteger(-FIRST_ADDRESS), null);
  }

  /**
   * A server's operators' listener.
   *
   * @param token an operator's
   */
  static Target ofAdmin(int port, String token, ServerChild process, AtomicInteger addresses) {
    return new Target(port, "", token, "", process, addresses, null);
  }

  InetSocketAddress server() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** A loopback address that nobody has used yet in this run: 127.2.x.y and so on. */
  InetAddress newAddress() {
    int n = FIRST_ADDRESS * 2 + addresses.incrementAndGet();
    try {
      return InetAddress.getByAddress(
          new byte[] {127, (byte) (n >> 16), (byte) (n >> 8), (byte) n});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** A TCP connection from an address of its own. */
  Wire connect() throws IOException {
    return Wire.connect(server(), newAddress());
  }

  /** A WebSocket that has not joined. */
  Peer open() throws IOException {
    return Peer.open(this, newAddress(), false);
  }

  /** A player of the hostile room. */
  Peer join() throws IOException {
    return Peer.open(this, newAddress(), false).join(room);
  }

  /** The same on the JSON subprotocol. */
  Peer joinJson() throws IOException {
    return Peer.open(this, newAddress(), true).join(room);
  }

  /** The same target, whose attackers join another room. */
  Target withRoom(String other) {
    return new Target(port, other, apiKey, ticketSecret, process, addresses, admin);
  }
}
