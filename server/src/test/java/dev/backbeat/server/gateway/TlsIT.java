package dev.backbeat.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.backbeat.protocol.Protocol;
import dev.backbeat.server.tls.SelfSignedCertificate;
import dev.backbeat.v1.ClientFrame;
import dev.backbeat.v1.ServerFrame;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code wss://} with a plain Java client that checks the certificate and the host's name. */
@Timeout(120)
class TlsIT {
  /** An ordinary client's trust in one certificate alone. */
  private static HttpClient clientThatTrusts(String pem) throws Exception {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    certificate.checkValidity();
    certificate.verify(certificate.getPublicKey());
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("server", certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @Test
  void aCertificateFromFiles(@TempDir Path dir) throws Exception {
    SelfSignedCertificate made = SelfSignedCertificate.create("127.0.0.1");
    Path cert = Files.writeString(dir.resolve("cert.pem"), made.certificatePem());
    Path key = Files.writeString(dir.resolve("key.pem"), made.privateKeyPem());
    try (RunningServer server =
        new RunningServer("--tls-cert", cert.toString(), "--tls-key", key.toString())) {
      assertTrue(server.server().url().startsWith("wss://127.0.0.1:"), server.server().url());
      HttpClient client = clientThatTrusts(made.certificatePem());
      assertPlays(client, server.server().url());
      HttpResponse<String> page =
          client.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(200, page.statusCode());
    }
  }

  @Test
  void aCertificateMadeUpAtStart() throws Exception {
    try (RunningServer server = new RunningServer("--tls-self-signed")) {
      // What an operator would do to look at it: fetch it without trusting it.
      assertPlays(clientThatTrusts(fetchCertificate(server.port())), server.server().url());
    }
  }

  private static String fetchCertificate(int port) throws Exception {
    X509Certificate[] seen = new X509Certificate[1];
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        null,
        new javax.net.ssl.TrustManager[] {
          new javax.net.ssl.X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {
              seen[0] = chain[0];
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
              return new X509Certificate[0];
            }
          }
        },
        null);
    try (var socket =
        (javax.net.ssl.SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
    }
    return "-----BEGIN CERTIFICATE-----\n"
        + java.util.Base64.getMimeEncoder().encodeToString(seen[0].getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static void assertPlays(HttpClient client, String url) throws Exception {
    CompletableFuture<ServerFrame> welcome = new CompletableFuture<>();
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .subprotocols(Protocol.SUBPROTOCOL_BINARY)
            .buildAsync(URI.create(url), new FirstFrame(welcome))
            .get(WireClient.PATIENCE_MS, TimeUnit.MILLISECONDS);
    ClientFrame join = WireClient.join("any", "secure").build();
    socket.sendBinary(ByteBuffer.wrap(join.toByteArray()), true);
    ServerFrame frame = welcome.get(WireClient.PATIENCE_MS, TimeUnit.MILLISECONDS);
    assertTrue(frame.hasWelcome());
    socket.abort();
  }

  private static final class FirstFrame implements WebSocket.Listener {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<ServerFrame> first;

    FirstFrame(CompletableFuture<ServerFrame> first) {
      this.first = first;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] chunk = new byte[data.remaining()];
      data.get(chunk);
      bytes.writeBytes(chunk);
      if (last && !first.isDone()) {
        try {
          first.complete(ServerFrame.parseFrom(bytes.toByteArray()));
        } catch (IOException e) {
          first.completeExceptionally(e);
        }
      }
      socket.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      first.completeExceptionally(error);
    }
  }
}
