package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.server.BackbeatServer;
import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.Reload;
import dev.backbeat.server.room.GameRegistry;
import dev.backbeat.server.tls.SelfSignedCertificate;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.Ping;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which TLS is spoken, with either engine, and how the certificate is replaced. */
@Timeout(120)
class TlsRulesIT {
  @TempDir Path dir;

  /** A socket that believes everybody: what is shown is looked at afterwards. */
  private static SSLSocket socket() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    X509TrustManager everybody =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    context.init(null, new TrustManager[] {everybody}, null);
    return (SSLSocket) context.getSocketFactory().createSocket();
  }

  private static Certificate shown(SSLSocket socket) throws Exception {
    return socket.getSession().getPeerCertificates()[0];
  }

  private void write(SelfSignedCertificate made) throws Exception {
    new TlsFiles(dir).write(made);
  }

  private static void assertPlays(WireClient client) throws Exception {
    client.send(ClientFrame.newBuilder().setPing(Ping.newBuilder().setClientTimeUs(7)));
    client.await(frame -> frame.hasPong() && frame.getPong().getClientTimeUs() == 7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdk", "openssl"})
  void aNewCertificateIsShownToNewConnectionsWhileOldOnesPlayOn(String engine) throws Exception {
    write(SelfSignedCertificate.create("127.0.0.1"));
    LiveConfig live = new TlsFiles(dir).config(engine);
    BackbeatServer server = RunningServer.get(BackbeatServer.start(live, GameRegistry.load()));
    SSLSocket before = socket();
    try (WireClient old = WireClient.openTls(server.port(), before)) {
      assertEquals(engine.equals("openssl"), server.certificates().openSsl());
      old.joined("any", "old");
      Certificate first = shown(before);

      Files.writeString(new TlsFiles(dir).key(), "broken");
      Reload refused = live.reload();
      assertEquals(Reload.Outcome.REFUSED, refused.outcome());
      assertTrue(refused.problem().contains("--tls-key"), refused.problem());
      assertEquals(first, freshlyShown(server));

      SelfSignedCertificate second = SelfSignedCertificate.create("127.0.0.1");
      write(second);
      assertEquals(Reload.Outcome.APPLIED, live.reload().outcome());
      for (int i = 0; i < 4; i++) { // Whichever loop it comes to.
        Certificate now = freshlyShown(server);
        assertNotEquals(first, now);
        assertArrayEquals(TlsFiles.der(second), now.getEncoded());
      }
      assertPlays(old);
      assertEquals(first, shown(before));
    } finally {
      RunningServer.get(server.stop());
    }
  }

  private static Certificate freshlyShown(BackbeatServer server) throws Exception {
    SSLSocket socket = socket();
    try (WireClient client = WireClient.openTls(server.port(), socket)) {
      assertEquals(101, client.status());
      return shown(socket);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdk", "openssl"})
  void onlyModernProtocolsAndSuites(String engine) throws Exception {
    try (RunningServer server = new RunningServer("--tls-self-signed", "--tls-engine", engine)) {
      for (String protocol : new String[] {"TLSv1.3", "TLSv1.2"}) {
        SSLSocket socket = socket();
        socket.setEnabledProtocols(new String[] {protocol});
        try (WireClient client = WireClient.openTls(server.port(), socket)) {
          client.joined("any", "modern");
          assertEquals(protocol, socket.getSession().getProtocol());
        }
      }
      SSLSocket cbc = socket();
      cbc.setEnabledProtocols(new String[] {"TLSv1.2"});
      cbc.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"});
      assertThrows(SSLHandshakeException.class, () -> WireClient.openTls(server.port(), cbc));
      assertEquals(70, alertFor(server.port(), 2), "TLS 1.1: protocol_version");
      assertEquals(70, alertFor(server.port(), 1), "TLS 1.0: protocol_version");
    }
  }

  /** The alert that answers a ClientHello of TLS 1.{@code minor - 1}, which Java cannot send. */
  private static int alertFor(int port, int minor) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {3, (byte) minor});
    body.writeBytes(new byte[32]); // Random.
    body.write(0); // No session.
    body.writeBytes(new byte[] {0, 4, (byte) 0xc0, 0x09, (byte) 0xc0, 0x13}); // ECDHE, AES-CBC.
    body.writeBytes(new byte[] {1, 0}); // No compression.
    int length = body.size();
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(new byte[] {22, 3, 1, 0, (byte) (length + 4), 1, 0, 0, (byte) length});
    record.writeBytes(body.toByteArray());
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(WireClient.PATIENCE_MS);
      socket.getOutputStream().write(record.toByteArray());
      InputStream in = socket.getInputStream();
      byte[] alert = in.readNBytes(7);
      assertEquals(7, alert.length, "an alert");
      assertEquals(21, alert[0], "an alert");
      return alert[6];
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdk", "openssl"})
  void framesInRecordsOfOneByte(String engine) throws Exception {
    try (RunningServer server = new RunningServer("--tls-self-signed", "--tls-engine", engine)) {
      SSLSocket socket = socket();
      try (WireClient client = WireClient.openTls(server.port(), socket)) {
        byte[] join = WireClient.join("any", "bytewise").build().toByteArray();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(WireClient.header(WireClient.BINARY, true, join.length, true));
        frame.writeBytes(new byte[4]); // A mask that changes nothing.
        frame.writeBytes(join);
        for (byte b : frame.toByteArray()) {
          client.raw(new byte[] {b});
        }
        client.await(welcome -> welcome.hasWelcome());
        assertPlays(client);
        // And many frames in one record.
        ByteArrayOutputStream pings = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
          byte[] ping =
              ClientFrame.newBuilder()
                  .setPing(Ping.newBuilder().setClientTimeUs(1_000 + i))
                  .build()
                  .toByteArray();
          pings.writeBytes(WireClient.header(WireClient.BINARY, true, ping.length, true));
          pings.writeBytes(new byte[4]);
          pings.writeBytes(ping);
        }
        client.raw(pings.toByteArray());
        client.await(f -> f.hasPong() && f.getPong().getClientTimeUs() == 1_019);
      }
    }
  }

  @Test
  void aHandshakeThatNeverComesAndPlainHttpAreClosed() throws Exception {
    try (RunningServer server =
            new RunningServer("--tls-self-signed", "--handshake-timeout-seconds", "1");
        Socket silent = new Socket("127.0.0.1", server.port());
        Socket plain = new Socket("127.0.0.1", server.port())) {
      silent.setSoTimeout(WireClient.PATIENCE_MS);
      plain.setSoTimeout(WireClient.PATIENCE_MS);
      plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
      assertTrue(plain.getInputStream().readNBytes(100).length < 100, "an alert at most");
      assertEquals(-1, silent.getInputStream().read());
    }
  }
}
