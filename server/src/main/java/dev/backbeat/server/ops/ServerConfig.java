package dev.backbeat.server.ops;

import dev.backbeat.server.admission.ClientRates;
import dev.backbeat.server.admission.PenaltySettings;
import dev.backbeat.server.admission.TicketSettings;
import dev.backbeat.server.overload.LadderSettings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * All settings of a server, checked. Made by {@link ServerCommand} from flags, environment and
 * file.
 *
 * @param listen where it listens
 * @param proxies which proxies in front of it are believed
 * @param http what a socket may cost that is no WebSocket
 * @param tls how it encrypts
 * @param simulation rooms and rates
 * @param limits what clients may do
 * @param rates how often an address or a player may do what
 * @param penalties what follows from doing it too often
 * @param access who may do what
 * @param tickets how tickets are signed and checked
 * @param lab networks for development
 * @param overload what it does when its load is too high
 * @param observability what can be seen of it
 * @param operation logs
 * @param admin what operators see and do
 * @param drain stopping, and handing over to another instance
 */
public record ServerConfig(
    Listen listen,
    Proxies proxies,
    Http http,
    Tls tls,
    Simulation simulation,
    Limits limits,
    ClientRates rates,
    PenaltySettings penalties,
    Access access,
    TicketSettings tickets,
    Lab lab,
    Overload overload,
    Observability observability,
    Operation operation,
    Admin admin,
    Drain drain) {

  /** Whether players may join without a ticket. */
  public boolean guestsJoin() {
    return access.guests().allowed(listen.local(proxies, tickets));
  }

  /** Whether everybody is given a ticket who asks for it. */
  public boolean guestTicketsGiven() {
    return access.guestTicketsGiven(listen.local(proxies, tickets));
  }

  /** {@code port} 0 = any free one. {@code gatewayLoops} = event loops that carry sockets. */
  public record Listen(
      String host, int port, int gatewayLoops, TransportChoice transport, FramePath framePath) {
    /** Whether only this machine reaches the address. */
    public boolean loopback() {
      return Addresses.isLoopback(host);
    }

    /**
     * Whether nothing says that others than this machine's users come here: neither the address,
     * nor a proxy that hands on who knows whom, nor keys for the tickets of real players.
     */
    public boolean local(Proxies proxies, TicketSettings tickets) {
      return loopback() && proxies.trusted().isEmpty() && !tickets.keys();
    }
  }

  /** How the gateway's loops talk to the kernel. */
  public enum TransportChoice {
    /** The best one that is to be had and was measured to be so. */
    AUTO,
    /** Linux' epoll. */
    EPOLL,
    /** Linux' io_uring. */
    IO_URING,
    /** Java's own, everywhere. */
    NIO
  }

  /** How binary WebSocket frames are made and read. */
  public enum FramePath {
    /** In place, below the library's codec. */
    DIRECT,
    /** As the library's frame objects, through its codec. */
    LIBRARY
  }

  /**
   * Proxies in front of the server.
   *
   * @param trusted from where they connect
   * @param proxyProtocol whether each of their connections begins with a PROXY protocol header
   * @param header in which they name the client; never {@code AUTO}
   */
  public record Proxies(List<AddressRange> trusted, boolean proxyProtocol, ForwardedHeader header) {
    /** Whoever speaks the PROXY protocol does not look into HTTP, as a rule. */
    public Proxies {
      if (header == ForwardedHeader.AUTO) {
        header = proxyProtocol ? ForwardedHeader.NONE : ForwardedHeader.X_FORWARDED_FOR;
      }
    }
  }

  /** A header in which proxies name the client. */
  public enum ForwardedHeader {
    /** None with the PROXY protocol, else the usual one. */
    AUTO("auto"),
    /** The usual one, with {@code X-Forwarded-Proto} and {@code X-Forwarded-Host} beside it. */
    X_FORWARDED_FOR("x-forwarded-for"),
    /** RFC 7239. */
    FORWARDED("forwarded"),
    /** They name it in no header. */
    NONE("none");

    private final String headerName;

    ForwardedHeader(String headerName) {
      this.headerName = headerName;
    }

    /** In lower case, as on the command line. */
    @Override
    public String toString() {
      return headerName;
    }
  }

  /** What a socket may cost before it is a WebSocket, or if it never becomes one. */
  public record Http(
      int handshakeTimeoutSeconds,
      int requestTimeoutSeconds,
      int idleTimeoutSeconds,
      int maxSockets,
      int socketsPerAddress,
      int maxRequestLineBytes,
      int maxHeaderBytes,
      int maxHeaders,
      int maxBodyBytes) {}

  /**
   * No TLS if there is neither a certificate nor a keystore and {@code selfSigned} is false.
   * Passwords are null where there are none.
   */
  public record Tls(
      Path cert,
      Path key,
      String keyPassword,
      Path keystore,
      String keystorePassword,
      boolean selfSigned,
      TlsEngine engine) {
    /** Whether the server speaks https and wss. */
    public boolean enabled() {
      return cert != null || keystore != null || selfSigned;
    }

    /** Shows no password. */
    @Override
    public String toString() {
      return "Tls[cert=%s, key=%s, keystore=%s, selfSigned=%s, engine=%s]"
          .formatted(cert, key, keystore, selfSigned, engine);
    }
  }

  /** Who encrypts. */
  public enum TlsEngine {
    /** OpenSSL where its library loads, else the JDK. */
    AUTO,
    /** The JDK. */
    JDK,
    /** OpenSSL, or rather BoringSSL. */
    OPENSSL
  }

  /** Rates and seats are null where the game's own defaults hold. */
  public record Simulation(
      String game,
      Integer tickHz,
      Integer sendHz,
      Integer maxRoomPlayers,
      int maxRooms,
      int tickThreads,
      int resumeGraceSeconds,
      int clientBytesPerSecond,
      int rewindCapMs,
      int maxRoomEntities) {
    /** Whether frames can be sent at one rate where ticks are simulated at the other. */
    public static boolean divides(int tickHz, int sendHz) {
      int span = tickHz % sendHz == 0 ? tickHz / sendHz : 0;
      return span == 1 || span == 2 || span == 4 || span == 8;
    }
  }

  /** What clients may do. {@code sendBufferBytes} and {@code unsentBytes} 0 = the kernel's own. */
  public record Limits(
      int joinTimeoutSeconds,
      int idleTimeoutSeconds,
      int slowClientTimeoutSeconds,
      int sendBufferBytes,
      int unsentBytes,
      int maxMessageBytes,
      int controlFramesPerSecond,
      int maxConnections,
      int connectionsPerAddress,
      int connectsPerSecondPerAddress,
      int messagesPerSecondPerAddress,
      boolean limitLoopback) {}

  /** Who may join without a ticket. */
  public enum Guests {
    /** Guests may join if the server is {@linkplain Listen#local local}. */
    AUTO,
    /** Guests may join. */
    ON,
    /** Everybody needs a ticket. */
    OFF;

    boolean allowed(boolean local) {
      return this == ON || this == AUTO && local;
    }
  }

  /**
   * Who may do what.
   *
   * @param guests whether players may join without a ticket
   * @param guestTickets whether everybody is given one who asks for it
   * @param apiKeys for the calls of operators and backends; empty = none
   * @param publicUrl what clients connect to, or null: what is listened on
   * @param allowedOrigins of web pages that may connect
   */
  public record Access(
      Guests guests,
      Guests guestTickets,
      List<String> apiKeys,
      String publicUrl,
      List<String> allowedOrigins) {
    boolean guestTicketsGiven(boolean local) {
      return guests == Guests.OFF ? guestTickets == Guests.ON : guestTickets.allowed(local);
    }

    /** Without the keys: it must not end up in a log. */
    @Override
    public String toString() {
      return "Access[guests="
          + guests
          + ", guestTickets="
          + guestTickets
          + ", apiKeys="
          + apiKeys.size()
          + ", allowedOrigins="
          + allowedOrigins
          + "]";
    }
  }

  /**
   * The network lab, for development.
   *
   * @param ports of this host, by the name of the network that leads from there to this server; in
   *     the order in which people see them
   */
  public record Lab(Map<String, Integer> ports) {
    /** Makes it immutable. */
    public Lab {
      ports = Collections.unmodifiableMap(ports);
    }
  }

  /** Whether the ladder moves by itself, and when. */
  public record Overload(boolean ladder, LadderSettings settings) {}

  /** Whether the game's port answers /metrics. */
  public enum PublicMetrics {
    /** If it listens on a loopback address, and no proxy leads there. */
    AUTO,
    /** Always. */
    ON,
    /** Never. */
    OFF
  }

  /**
   * What can be seen of the server.
   *
   * @param readyStallMs a tick or a gateway loop that is overdue by more makes it not ready
   * @param liveStallSeconds and by more than this not alive; 0 = never
   * @param slowTickMs ticks that take longer are recorded where Java Flight Recorder runs
   * @param logAddresses how much of players' addresses the log has
   */
  public record Observability(
      int readyStallMs,
      int liveStallSeconds,
      PublicMetrics publicMetrics,
      int slowTickMs,
      LogAddresses logAddresses) {}

  /** How a log line looks. */
  public enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object per line. */
    JSON
  }

  /** Logs. */
  public record Operation(LogFormat logFormat, String logLevel, Path logFile, int logMaxBytes) {}

  /**
   * Stopping, and handing over.
   *
   * @param seconds from SIGTERM until players are disconnected
   * @param graceSeconds for which new players are still let in
   * @param reusePort whether another instance may listen on the same port
   * @param instanceId name of this process, or null: a random one
   * @param readyFile is there while players can come, or null
   */
  public record Drain(
      int seconds, int graceSeconds, boolean reusePort, String instanceId, Path readyFile) {}

  /**
   * The admin API.
   *
   * @param port null = there is none; 0 = any free one
   * @param tokens by the name of who has it
   * @param tls whether the listener speaks https, with the server's certificate
   * @param auditFile null = none
   * @param bansFile null = none
   */
  public record Admin(
      Integer port,
      String host,
      Map<String, String> tokens,
      boolean tls,
      Path auditFile,
      Path bansFile) {
    /** Makes it immutable. */
    public Admin {
      tokens = Collections.unmodifiableMap(tokens);
    }

    /** Without the tokens. */
    @Override
    public String toString() {
      return "Admin[port=%s, host=%s, tokens of %s, tls=%s, auditFile=%s, bansFile=%s]"
          .formatted(port, host, tokens.keySet(), tls, auditFile, bansFile);
    }
  }
}
