package dev.backbeat.server.tls;

import dev.backbeat.server.ops.LiveConfig;
import dev.backbeat.server.ops.ServerConfig;
import dev.backbeat.server.ops.ServerMetrics;
import dev.backbeat.settings.SettingsException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that the server shows, and how it speaks TLS. A new one holds for handshakes from
 * then on; connections that exist keep theirs. One that cannot be used leaves the old one in place.
 * Any thread, but for what blocks.
 */
public final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final Duration WARNING = Duration.ofDays(14);
  private static final Duration BETWEEN_WARNINGS = Duration.ofHours(24);
  private static final int UPDATE_SECONDS = 10;

  /** TLS 1.0 and 1.1 are not spoken (RFC 8996). */
  static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /**
   * Mozilla's intermediate list, version 5.7, without the suites of finite-field Diffie-Hellman:
   * all of them have forward secrecy and authenticated encryption.
   */
  static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private final LiveConfig live;
  private final InstantSource clock;
  private final boolean openSsl;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private volatile KeyMaterial current;
  // Held while listeners take a certificate, which happens on their loops: no loop may wait for it.
  private final Object replacing = new Object();
  // Guarded by this.
  private Instant warned = Instant.MIN;

  /**
   * What a reload came to.
   *
   * @param changed whether another certificate or key is shown from now on
   * @param subject of the certificate that is shown
   * @param expires when it, or one of its chain, does
   */
  public record Shown(boolean changed, String subject, Instant expires) {}

  private Certificates(LiveConfig live, InstantSource clock, KeyMaterial first, boolean openSsl) {
    this.live = live;
    this.clock = clock;
    this.current = first;
    this.openSsl = openSsl;
  }

  /**
   * Reads the certificate, if there is to be one, and from then on what the options name when they,
   * or the files, change. Blocks.
   *
   * @throws IOException with a sentence for people, if it cannot be used
   */
  public static Certificates load(LiveConfig live, ServerMetrics metrics, InstantSource clock)
      throws IOException {
    ServerConfig config = live.current();
    ServerConfig.Tls tls = config.tls();
    live.check(changed -> checkSwitch(tls, changed.tls()));
    if (!tls.enabled()) {
      return new Certificates(live, clock, null, false);
    }
    KeyMaterial first =
        tls.selfSigned()
            ? SelfSignedCertificate.create(config.listen().host()).material()
            : KeyMaterial.of(tls);
    Certificates certificates = new Certificates(live, clock, first, Engines.openSsl(tls.engine()));
    metrics.gauge(
        "backbeat.certificate.expiry",
        "When the certificate, or one of its chain, expires, in seconds since 1970",
        "seconds",
        () -> certificates.current.expiresEpochSeconds());
    certificates.observe();
    if (!tls.selfSigned()) {
      live.prepareAlways(changed -> certificates.prepare(changed.tls()));
    }
    LOG.atInfo()
        .addKeyValue("subject", first.leaf().getSubjectX500Principal())
        .addKeyValue("expires", Instant.ofEpochSecond(first.expiresEpochSeconds()))
        .addKeyValue("engine", certificates.openSsl ? "openssl" : "jdk")
        .log("TLS certificate read");
    return certificates;
  }

  /** Whether the server speaks https and wss. */
  public boolean enabled() {
    return current != null;
  }

  /** Whether OpenSSL's engine does the work, not the JDK's. */
  public boolean openSsl() {
    return openSsl;
  }

  /** Makes a server that does not listen yet speak TLS. */
  public void secure(HttpServerOptions options, int handshakeTimeoutSeconds) {
    options
        .setSsl(true)
        .setSslEngineOptions(openSsl ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions())
        .setKeyCertOptions(current.options())
        .setSslHandshakeTimeout(handshakeTimeoutSeconds)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    restrict(options.getSslOptions());
  }

  private static ServerSSLOptions restrict(ServerSSLOptions options) {
    options.setEnabledSecureTransportProtocols(new java.util.LinkedHashSet<>(PROTOCOLS));
    SUITES.forEach(options::addEnabledCipherSuite);
    return options;
  }

  /** A server that listens gets every new certificate from now on. */
  public void serve(HttpServer server) {
    servers.add(server);
  }

  /** A server that is closing gets none any more. */
  public void forget(HttpServer server) {
    servers.remove(server);
  }

  /**
   * Reads the files again and shows what they hold from now on. Blocks: never on an event loop.
   *
   * @throws IOException with a sentence for people; then all is as it was
   */
  public Shown reload() throws IOException {
    ServerConfig.Tls tls = live.current().tls();
    if (current == null) {
      throw new IOException(
          "this server speaks no TLS: it has no --tls-cert and no --tls-keystore");
    }
    if (tls.selfSigned()) {
      return shown(false);
    }
    return show(KeyMaterial.of(tls));
  }

  private static void checkSwitch(ServerConfig.Tls running, ServerConfig.Tls wanted) {
    if (running.enabled() != wanted.enabled() || running.selfSigned() != wanted.selfSigned()) {
      throw new SettingsException(
          "TLS cannot be switched on or off while the server runs: that needs a restart");
    }
  }

  /** Reads what a reload names; it is shown when the reload holds. */
  private Runnable prepare(ServerConfig.Tls tls) {
    try {
      KeyMaterial next = KeyMaterial.of(tls);
      return () -> take(next);
    } catch (IOException e) {
      throw new SettingsException(e.getMessage(), e);
    }
  }

  private void take(KeyMaterial next) {
    try {
      show(next);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Shown show(KeyMaterial next) throws IOException {
    synchronized (replacing) {
      return replace(next);
    }
  }

  private Shown replace(KeyMaterial next) throws IOException {
    if (next.same(current)) {
      return shown(false);
    }
    List<Future<Boolean>> updates = new ArrayList<>();
    for (HttpServer server : servers) {
      ServerSSLOptions options = restrict(new ServerSSLOptions());
      options.setKeyCertOptions(next.options());
      updates.add(server.updateSSLOptions(options));
    }
    try {
      Future.all(updates)
          .toCompletionStage()
          .toCompletableFuture()
          .get(UPDATE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the new certificate was not taken by every listener: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the certificate was replaced", e);
    }
    synchronized (this) {
      current = next;
      warned = Instant.MIN;
    }
    LOG.atInfo()
        .addKeyValue("subject", next.leaf().getSubjectX500Principal())
        .addKeyValue("expires", Instant.ofEpochSecond(next.expiresEpochSeconds()))
        .log("TLS certificate replaced; connections that exist keep theirs");
    observe();
    return shown(true);
  }

  private Shown shown(boolean changed) {
    KeyMaterial material = current;
    return new Shown(
        changed,
        material.leaf().getSubjectX500Principal().getName(),
        Instant.ofEpochSecond(material.expiresEpochSeconds()));
  }

  /**
   * Warns, once a day at most, if the certificate expires within two weeks or has done so. To be
   * called now and then.
   *
   * @return whether it has warned
   */
  public synchronized boolean observe() {
    if (current == null) {
      return false;
    }
    Instant now = clock.instant();
    Instant expires = Instant.ofEpochSecond(current.expiresEpochSeconds());
    boolean young = now.isBefore(current.leaf().getNotBefore().toInstant());
    if (!young
            && now.isBefore(
                expires.minus(live.current().tls().selfSigned() ? Duration.ZERO : WARNING))
        || !warned.equals(Instant.MIN) && now.isBefore(warned.plus(BETWEEN_WARNINGS))) {
      return false;
    }
    warned = now;
    LOG.atWarn()
        .addKeyValue("subject", current.leaf().getSubjectX500Principal())
        .addKeyValue("validFrom", current.leaf().getNotBefore().toInstant())
        .addKeyValue("expires", expires)
        .log(
            young
                ? "the TLS certificate is not valid yet: clients refuse to connect"
                : now.isBefore(expires)
                    ? "the TLS certificate expires soon"
                    : "the TLS certificate has expired: clients refuse to connect");
    return true;
  }
}
