package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.BackbeatServer;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.Reload;
import dev.backbeat.server.packaging.SystemPackages;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.tls.SelfSignedCertificate;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Ping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * TLS sessions that are resumed, and what a new certificate makes of them: those of before are not
 * taken any more, so that nobody is served under a certificate that was replaced; their owners make
 * a full handshake without noticing.
 */
@Timeout(120)
class TlsResumptionIT {
  private static final int TIMES = 4;

  @TempDir Path dir;
  private LiveConfig live;
  private BackbeatServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      RunningServer.get(server.stop());
    }
  }

  private SelfSignedCertificate write() throws Exception {
    SelfSignedCertificate made = SelfSignedCertificate.create("127.0.0.1");
    new TlsFiles(dir).write(made);
    return made;
  }

  private void start(String engine) {
    live = new TlsFiles(dir).config(engine);
    server = RunningServer.get(BackbeatServer.start(live, GameRegistry.load()));
    assertEquals(engine.equals("openssl"), server.certificates().openSsl());
  }

  /** A client that keeps its sessions; certificates are shown to it in full handshakes alone. */
  private static final class Client {
    private final List<X509Certificate> shown = new ArrayList<>();
    private final SSLContext context;
    private final String protocol;

    Client(String protocol) throws Exception {
      this.protocol = protocol;
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trust(shown)}, null);
    }

    /** Joins and plays; how many full handshakes there have been by then. */
    int play(int port) throws Exception {
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
      socket.setEnabledProtocols(new String[] {protocol});
      try (WireClient player = WireClient.openTls(port, socket)) {
        player.joined("any", "again");
        player.send(ClientFrame.newBuilder().setPing(Ping.newBuilder().setClientTimeUs(7)));
        player.await(frame -> frame.hasPong() && frame.getPong().getClientTimeUs() == 7);
        assertEquals(protocol, socket.getSession().getProtocol());
      }
      return shown.size();
    }

    byte[] lastShown() throws Exception {
      return shown.get(shown.size() - 1).getEncoded();
    }
  }

  /** Believes everybody, and remembers whom. */
  private record Trust(List<X509Certificate> shown) implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      shown.add(chain[0]);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @ParameterizedTest
  @CsvSource({"jdk,TLSv1.2", "jdk,TLSv1.3", "openssl,TLSv1.2", "openssl,TLSv1.3"})
  void playersResumeByTicketUntilThereIsANewCertificate(String engine, String protocol)
      throws Exception {
    SelfSignedCertificate first = write();
    start(engine);
    Client client = new Client(protocol);
    assertEquals(1, client.play(server.port()));
    assertArrayEquals(TlsFiles.der(first), client.lastShown());
    for (int i = 0; i < TIMES; i++) { // Whichever loop it comes to.
      assertEquals(1, client.play(server.port()), "resumed");
    }

    SelfSignedCertificate second = write();
    assertEquals(Reload.Outcome.APPLIED, live.reload().outcome());
    assertEquals(2, client.play(server.port()), "a full handshake");
    assertArrayEquals(TlsFiles.der(second), client.lastShown());
    for (int i = 0; i < TIMES; i++) {
      assertEquals(2, client.play(server.port()), "resumed");
    }
    Client newcomer = new Client(protocol);
    assertEquals(1, newcomer.play(server.port()));
    assertArrayEquals(TlsFiles.der(second), newcomer.lastShown());
  }

  /** OpenSSL's own client, which can do without tickets: then TLS 1.2 resumes by session id. */
  @ParameterizedTest
  @ValueSource(strings = {"jdk", "openssl"})
  void anotherImplementationResumesByIdToo(String engine) throws Exception {
    Path openssl = SystemPackages.program("openssl", "openssl");
    SelfSignedCertificate first = write();
    start(engine);
    List<String> ways = List.of("-tls1_2 -no_ticket", "-tls1_2", "-tls1_3");
    for (String way : ways) {
      assertEquals("New", ask(openssl, way, "-sess_out", first), way);
      for (int i = 0; i < TIMES / 2; i++) {
        assertEquals("Reused", ask(openssl, way, "-sess_in", first), way);
      }
    }

    SelfSignedCertificate second = write();
    assertEquals(Reload.Outcome.APPLIED, live.reload().outcome());
    for (String way : ways) {
      assertEquals("New", ask(openssl, way, "-sess_in", second), way);
      assertEquals("New", ask(openssl, way, "-sess_out", second), way);
      assertEquals("Reused", ask(openssl, way, "-sess_in", second), way);
    }
  }

  /** Whether the session is new or reused; the answer must be right, and the certificate. */
  private String ask(Path openssl, String way, String direction, SelfSignedCertificate expected)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(openssl.toString(), "s_client", "-ign_eof"));
    command.addAll(List.of("-connect", "127.0.0.1:" + server.port()));
    command.addAll(List.of(way.split(" ")));
    command.addAll(List.of(direction, dir.resolve("session" + way.replace(" ", "")).toString()));
    Path request = dir.resolve("request");
    Files.writeString(request, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    Path log = dir.resolve("s_client.log");
    SystemPackages.run(new ProcessBuilder(command).redirectInput(request.toFile()), log, 60);
    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    assertTrue(said.contains("HTTP/1.1 200 OK"), said);
    assertTrue(said.contains(expected.certificatePem().strip()), said);
    String line = said.lines().filter(l -> l.matches("(New|Reused), TLSv1.*")).findFirst().get();
    return line.substring(0, line.indexOf(','));
  }
}
